package io.graft.jobs;

import io.graft.bundle.ModelBundle;
import io.graft.config.GraftConfig;
import io.graft.config.OutputMode;
import io.graft.error.UserException;
import io.graft.model.BaseModel;
import io.graft.model.BaseModelLoader;
import io.graft.model.Cut;
import io.graft.model.NetworkGraph;
import io.graft.model.NetworkShape;
import io.graft.model.Pooling;
import io.graft.spark.BundleStore;
import io.graft.spark.Storage;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/**
 * Loads the base model that the configuration names, a file or a model bundle, and finds its cut.
 */
final class BaseModels {

  private BaseModels() {}

  static BaseModel load(Storage storage, GraftConfig config) {
    Path file = storage.qualified(config.locations().baseModel());
    if (!storage.exists(file)) {
      throw new UserException(
          "The base model %s does not exist. Check the path."
              .formatted(config.locations().baseModel()));
    }
    requireKept(storage, config, file);
    if (storage.isFolder(file)) {
      return bundle(storage, config, file);
    }
    return new BaseModelLoader(storage.modelFolder(file.getParent()), file.getName())
        .load(config.backbone().preprocessing());
  }

  /** A run that deletes what it starts from could not be run again. */
  private static void requireKept(Storage storage, GraftConfig config, Path file) {
    Optional<Path> out = config.locations().outUri().map(storage::qualified);
    boolean deleted =
        config.locations().outputMode() == OutputMode.OVERWRITE
            && out.filter(folder -> (file + "/").startsWith(folder + "/")).isPresent();
    if (deleted) {
      throw new UserException(
          "The base model %s lies in the output %s, which --overwrite deletes. Choose another --out."
              .formatted(file, out.get()));
    }
  }

  private static BaseModel bundle(Storage storage, GraftConfig config, Path folder) {
    if (!storage.exists(new Path(folder, ModelBundle.INFO))) {
      throw new UserException(
          "The base model %s is a folder without %s, so no model bundle. Name a bundle, or the model's file."
              .formatted(folder, ModelBundle.INFO));
    }
    if (config.backbone().preprocessing().isPresent()) {
      throw new UserException(
          "The base model %s is a model bundle, which has its own preprocessing: leave out --preprocessing."
              .formatted(config.locations().baseModel()));
    }
    // Every transfer calls its bundle "bundle".
    String name = folder.getParent().getName() + "/" + folder.getName();
    return BundleStore.load(storage, config.locations().baseModel()).asBaseModel(name);
  }

  /**
   * The cuts that the configuration names, or the default one.
   *
   * @throws UserException when there is no such layer, several tensors cross there, or its maps are
   *     too small for the pooling
   */
  static List<Cut> cuts(BaseModel model, GraftConfig config) {
    List<String> layers = config.backbone().cuts();
    if (layers.isEmpty()) {
      return List.of(cut(model, config, model.defaultCut(), 0));
    }
    return IntStream.range(0, layers.size())
        .mapToObj(i -> cut(model, config, layers.get(i), i))
        .toList();
  }

  private static Cut cut(BaseModel model, GraftConfig config, String layer, int position) {
    NetworkGraph graph = new NetworkGraph(model.network());
    if (!graph.order().contains(layer)) {
      throw new UserException(
          "%s has no layer '%s'. See its cut points with: graft layers --base-model %s"
              .formatted(model.name(), layer, config.locations().baseModel()));
    }
    if (!graph.isCutPoint(layer)) {
      throw new UserException(
          "%s can't be cut at '%s': more than one tensor crosses there. See its cut points with: graft layers --base-model %s"
              .formatted(model.name(), layer, config.locations().baseModel()));
    }
    Cut cut = new Cut(layer, config.backbone().pooling(position));
    if (cut.pooling() == Pooling.GRID) {
      // Maps that are too small for it are told of before anything is computed.
      NetworkShape.of(model.network(), model.preprocessing()).width(layer, cut.pooling());
    }
    return cut;
  }
}
