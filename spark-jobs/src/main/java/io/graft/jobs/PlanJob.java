package io.graft.jobs;

import io.graft.config.GraftConfig;
import io.graft.json.Json;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.plan.Plan;
import io.graft.plan.PlannedCut;
import io.graft.plan.Wishes;
import io.graft.progress.Stages;
import io.graft.report.PlanPage;
import io.graft.spark.ImageListing;
import io.graft.spark.ImageSource;
import io.graft.spark.OutputFolder;
import io.graft.spark.Planner;
import io.graft.spark.SplitAssignment;
import io.graft.spark.Storage;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says which of the four cases of transfer learning the images are, and why. */
@Command(
    name = "plan",
    description =
        "Look at images and a base model, and say which of the four cases it is, and why.",
    sortOptions = false,
    footer = {
      "",
      "Extracts several cuts of a sample of the train split in one pass, cross-validates a linear head",
      "on each, and decides by named rules (docs/plan.md). Writes OUT/plan.json with all evidence, and",
      "OUT/plan.html with the layer curve.",
      "",
      "Example:",
      "  graft plan --images data-samples/different \\",
      "    --base-model data-samples/base-model/base-model.zip --out runs/plan"
    })
final class PlanJob implements Callable<Integer> {

  @Option(
      names = "--case",
      paramLabel = "N",
      description =
          "auto, 1, 2, 3 or 4: what is decided already; the plan says what it would have chosen (default: auto).")
  private String transferCase;

  @Mixin private Options.Images images;
  @Mixin private Options.Backbone backbone;
  @Mixin private Options.Engine engine;
  @Mixin private Options.Output output;
  @Mixin private Options.General general;

  @Override
  public Integer call() {
    GraftConfig config =
        general.load(
            images,
            backbone,
            engine,
            output,
            settings -> Options.put(settings, "case", transferCase));
    Plan plan = Output.write("plan", config, PlanJob::run);
    System.out.print(PlanText.of(plan));
    System.out.printf(
        "plan       %1$s/plan.json%nreport     %1$s/plan.html%n", config.locations().out());
    return ExitCode.DONE.number();
  }

  private static Plan run(SparkSession session, GraftConfig config, Path folder) {
    Stages stages = new Stages();
    Storage storage = Storage.of(session);
    ImageSource.require(storage, config.locations().images());
    BaseModel model = stages.time("load", () -> BaseModels.load(storage, config));
    Path work = OutputFolder.work(folder);
    ImageListing listing =
        stages.time("list", () -> new ImageSource(session, work).list(config.locations().images()));
    listing.requireClasses();
    ImageListing split =
        stages.time("split", () -> SplitAssignment.assign(session, listing, config, work));
    return plan(session, config, model, split, folder, stages);
  }

  /** Plans for images with splits, and writes the plan into the folder. */
  static Plan plan(
      SparkSession session,
      GraftConfig config,
      BaseModel model,
      ImageListing listing,
      Path folder,
      Stages stages) {
    Plan plan =
        new Planner(session, model, config)
            .plan(listing, wishes(model, config), OutputFolder.work(folder), stages);
    Storage storage = Storage.of(session);
    storage.writeText(new Path(folder, "plan.html"), PlanPage.render(plan));
    storage.writeText(new Path(folder, "plan.json"), Json.write(plan));
    return plan;
  }

  private static Wishes wishes(BaseModel model, GraftConfig config) {
    List<Cut> cuts =
        config.backbone().cuts().isEmpty() ? List.of() : BaseModels.cuts(model, config);
    return new Wishes(
        config.backbone().transferCase(),
        cuts.stream().map(cut -> new PlannedCut(cut.layer(), cut.pooling().text())).toList());
  }
}
