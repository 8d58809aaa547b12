package io.graft.jobs;

import io.graft.config.GraftConfig;
import io.graft.model.BaseModel;
import io.graft.model.CutPoint;
import io.graft.model.NetworkShape;
import io.graft.spark.Storage;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints where a base model can be cut. Needs no Spark session. */
@Command(
    name = "layers",
    description = "Print a base model's cut points: the layers where a single tensor crosses.",
    sortOptions = false,
    footer = {
      "",
      "MFLOPs counts convolutions and dense layers up to the cut, for one image, a multiply-add as",
      "two. The default cut is marked with *.",
      "",
      "Example:",
      "  graft layers --base-model data-samples/base-model/base-model.zip"
    })
final class LayersJob implements Callable<Integer> {

  @Mixin private Options.Backbone backbone;
  @Mixin private Options.General general;

  @Override
  public Integer call() {
    GraftConfig config = general.load(backbone);
    BaseModel model = BaseModels.load(new Storage(new Configuration()), config);
    System.out.print(table(model));
    return ExitCode.DONE.number();
  }

  static String table(BaseModel model) {
    NetworkShape shape = NetworkShape.of(model.network(), model.preprocessing());
    List<CutPoint> points = CutPoint.of(model.network(), shape);
    int nameWidth = points.stream().mapToInt(point -> point.layer().length()).max().orElse(5);
    String row = "%s %-" + nameWidth + "s  %-22s %-16s %8s %12s %10s%n";
    StringBuilder table = new StringBuilder();
    table.append(row.formatted(" ", "layer", "type", "output", "pooled", "parameters", "MFLOPs"));
    for (CutPoint point : points) {
      table.append(
          String.format(
              Locale.ROOT,
              row,
              point.layer().equals(model.defaultCut()) ? "*" : " ",
              point.layer(),
              point.type(),
              point.outputShape().stream().map(String::valueOf).collect(Collectors.joining(" x ")),
              point.pooledWidth(),
              "%,d".formatted(point.parameters()),
              "%.1f".formatted(point.megaFlops())));
    }
    return table.toString();
  }
}
