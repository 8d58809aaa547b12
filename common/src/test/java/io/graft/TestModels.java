package io.graft;

import io.graft.model.BaseModel;
import io.graft.model.BaseModelLoader;
import io.graft.model.ModelFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Real base models for tests. */
public final class TestModels {

  private static final Map<String, BaseModel> LOADED = new ConcurrentHashMap<>();

  private TestModels() {}

  public static BaseModel mobileNet() {
    return load("mobilenet_v1_0.25_224.h5");
  }

  public static BaseModel squeezeNet() {
    return load("squeezenet_v1.1_227.h5");
  }

  /** A base model of the shared data by its file name: read once, so don't change it. */
  public static BaseModel load(String name) {
    Path weights = SharedData.path("weights");
    return LOADED.computeIfAbsent(
        name, file -> new BaseModelLoader(ModelFolder.local(weights), file).load(Optional.empty()));
  }
}
