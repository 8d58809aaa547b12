package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.bundle.ModelBundle;
import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A head on stored features, and the features it refuses. */
@ExtendWith(SparkExtension.class)
class TrainHeadJobTest {

  @TempDir private Path folder;

  private final Path out = SampleTransfer.once().out();
  private final Path images = SampleTransfer.once().images();

  @Test
  void trainHeadOnTheStoredFeaturesGivesTheSameBundle() throws IOException {
    Path bundle = folder.resolve("bundle");
    Graft.Run train =
        Graft.run(
            "train-head",
            "--features",
            out.resolve("feature-set"),
            "--base-model",
            Graft.baseModel(),
            "--out",
            bundle);
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(Files.readAllBytes(bundle.resolve("model.onnx")))
        .isEqualTo(Files.readAllBytes(out.resolve("bundle/model.onnx")));
    assertThat(ModelBundle.load(bundle).info().labels())
        .containsExactly("arrow", "heart", "l-shape", "pentagon");
  }

  @Test
  void trainHeadRefusesFeaturesOfAnotherPreprocessing() {
    Graft.Run train =
        Graft.run(
            "train-head",
            "--features",
            out.resolve("feature-set"),
            "--base-model",
            Graft.baseModel(),
            "--preprocessing",
            "raw",
            "--out",
            folder.resolve("mixed"));
    assertThat(train.code()).isEqualTo(3);
    assertThat(train.err())
        .contains("was made with another preprocessing")
        .contains("Extract the features again");
  }

  @Test
  void trainHeadRefusesHalfAFeatureSet() {
    Graft.Run train =
        Graft.run(
            "train-head",
            "--features",
            out.resolve("feature-set/features"),
            "--base-model",
            Graft.baseModel(),
            "--out",
            folder.resolve("half"));
    assertThat(train.code()).isEqualTo(3);
    assertThat(train.err()).contains("is no feature set: it has no _graft.json");
  }
}
