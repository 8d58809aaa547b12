package io.graft;

import io.graft.model.BaseModel;
import io.graft.model.BaseModelLoader;
import io.graft.model.ModelFolder;
import java.nio.file.Path;
import java.util.Optional;

/** Real base models for tests. */
public final class TestModels {

  private TestModels() {}

  public static BaseModel mobileNet() {
    return load("mobilenet_v1_0.25_224.h5");
  }

  public static BaseModel squeezeNet() {
    return load("squeezenet_v1.1_227.h5");
  }

  /** Loads a base model of the shared data by its file name. */
  public static BaseModel load(String name) {
    Path weights = SharedData.path("weights");
    return new BaseModelLoader(ModelFolder.local(weights), name).load(Optional.empty());
  }
}
