package io.graft.spark;

import io.graft.bundle.ModelBundle;
import io.graft.config.EngineConfig;
import io.graft.engine.Engine;
import java.util.List;

/** Model bundles on any Hadoop file system. */
public final class BundleStore {

  private BundleStore() {}

  /**
   * Loads a bundle, which proves itself on its golden images.
   *
   * @throws io.graft.error.UserException when there is none, or it is damaged
   */
  public static ModelBundle load(Storage storage, String uri) {
    return ModelBundle.load(storage.download("The model bundle", Storage.path(uri)));
  }

  /** The bundle's network as it travels to the executors; its features are the probabilities. */
  public static NetworkSpec network(ModelBundle bundle, EngineConfig engine) {
    byte[] model = engine.engine() == Engine.ONNXRUNTIME ? bundle.onnx() : bundle.dl4jZip();
    return NetworkSpec.ofModel(
        model, List.of(ModelBundle.PROBABILITIES), bundle.info().readPreprocessing(), engine);
  }
}
