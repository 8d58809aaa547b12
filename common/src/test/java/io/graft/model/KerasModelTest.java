package io.graft.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.SharedData;
import io.graft.TestModels;
import io.graft.TestPredictor;
import io.graft.image.BadImageException;
import io.graft.image.Preprocessing;
import io.graft.image.PreprocessingPreset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Keras files of the three kinds: functional, sequential, and weights with JSON. */
class KerasModelTest {

  @TempDir Path folder;

  @Test
  void sequentialModelKeepsItsLayersNames() {
    assertThat(new NetworkGraph(TestModels.load("cifar10_cnn_folo.h5").network()).order())
        .startsWith("conv2d_4", "conv2d_5")
        .contains("conv2d_6", "dense_3")
        .endsWith("dense_4");
  }

  /** An independent run had 143 of 200 right. */
  @Test
  void sequentialModelKnowsItsImages() throws Exception {
    assertThat(accuracy(TestModels.load("cifar10_cnn_folo.h5"), "cifar10", 20))
        .isBetween(0.65, 0.80);
  }

  @Test
  void weightsAreReadWithTheArchitectureThatTheConfNames() throws Exception {
    ModelFiles.copy("dogcat_model.json", folder);
    ModelFiles.copy("dogcat_weights.h5", folder);
    ModelFiles.write(
        folder.resolve("dogcat_weights.h5.conf"),
        """
        base-model {
          input { height = 64, width = 64, channel-order = RGB, resize = stretch,
                  mean = [0, 0, 0], std = [1, 1, 1] }
          architecture = dogcat_model.json
        }
        """);
    BaseModel model = ModelFiles.load(folder, "dogcat_weights.h5");
    assertThat(new NetworkGraph(model.network()).order())
        .startsWith("conv2d_1", "activation_1")
        .endsWith("activation_5");
    assertThat(model.labels()).isEmpty();
    // An independent run had 27 of 40 right on a part of these.
    assertThat(accuracy(model, "cats_dogs", 30)).isGreaterThan(0.6);
  }

  @Test
  void architectureOfTheSameNameIsFoundAndGivesThePresetItsSize() throws IOException {
    Files.copy(SharedData.path("weights/dogcat_model.json"), folder.resolve("net.json"));
    Files.copy(SharedData.path("weights/dogcat_weights.h5"), folder.resolve("net.h5"));
    assertThat(load("net.h5", PreprocessingPreset.RAW).preprocessing())
        .isEqualTo(PreprocessingPreset.RAW.forSize(64, 64));
  }

  @Test
  void presetTakesTheImageSizeFromTheFile() {
    ModelFiles.copy("mobilenet_v1_0.25_224.h5", folder);
    BaseModel model = load("mobilenet_v1_0.25_224.h5", PreprocessingPreset.TF);
    assertThat(model.preprocessing()).isEqualTo(PreprocessingPreset.TF.forSize(224, 224));
  }

  @Test
  void presetWinsOverTheConfButKeepsItsSize() {
    Preprocessing found =
        new BaseModelLoader(ModelFolder.local(SharedData.path("weights")), "squeezenet_v1.1_227.h5")
            .load(Optional.of(PreprocessingPreset.UNIT))
            .preprocessing();
    assertThat(found).isEqualTo(PreprocessingPreset.UNIT.forSize(227, 227));
  }

  @Test
  void labelsAreThoseOfTheFileThatTheConfNames() {
    assertThat(TestModels.mobileNet().labels())
        .hasSize(1000)
        .startsWith("n01440764 tench, Tinca tinca");
  }

  private BaseModel load(String name, PreprocessingPreset preset) {
    return new BaseModelLoader(ModelFolder.local(folder), name).load(Optional.of(preset));
  }

  /** On the first test images of each class, whose names in sorted order are the outputs. */
  private static double accuracy(BaseModel model, String set, int imagesPerClass)
      throws IOException, BadImageException {
    List<Path> classes = children(SharedData.path("images/" + set + "/test"));
    String output = model.network().getConfiguration().getNetworkOutputs().get(0);
    List<Cut> cuts = List.of(new Cut(output, Pooling.NONE));
    int right = 0;
    try (TestPredictor predictor = new TestPredictor(model, cuts, model.preprocessing())) {
      for (int c = 0; c < classes.size(); c++) {
        for (Path file : children(classes.get(c)).subList(0, imagesPerClass)) {
          right += TestPredictor.largest(predictor.read(file)[0]) == c ? 1 : 0;
        }
      }
    }
    return (double) right / (classes.size() * imagesPerClass);
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
