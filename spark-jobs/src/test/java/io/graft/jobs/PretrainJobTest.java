package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class PretrainJobTest {

  @TempDir private Path folder;

  @Test
  void writesABaseModelThatOtherCommandsTake() throws IOException {
    Path out = folder.resolve("model");
    Graft.Run run =
        Graft.run(
            "pretrain",
            "--images",
            Graft.samples("similar"),
            "--out",
            out,
            "--set",
            "pretrain.epochs=1",
            "--set",
            "pretrain.image-size=24");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("pretrain: epoch 1 of 1, loss ");
    assertThat(run.out())
        .contains("pretrained on 144 images of 4 classes, validation accuracy ")
        .contains("base model " + out + "/base-model.zip");
    assertThat(Files.readAllLines(out.resolve("labels.txt")))
        .containsExactly("arrow", "heart", "l-shape", "pentagon");

    Graft.Run layers = Graft.run("layers", "--base-model", out.resolve("base-model.zip"));
    assertThat(layers.code()).as(layers.err()).isZero();
    assertThat(layers.out()).containsPattern("conv1_edges +ConvolutionLayer +16 x 24 x 24");
  }
}
