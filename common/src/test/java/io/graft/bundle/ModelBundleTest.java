package io.graft.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.TestNetworks;
import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import io.graft.json.Json;
import io.graft.model.Cut;
import io.graft.model.LinearHead;
import io.graft.model.NetworkCutter;
import io.graft.model.Pooling;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.assertj.core.api.AbstractThrowableAssert;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ModelBundleTest {

  private static final int SIDE = 8;
  private static final BundleInfo.BundleCut LAYER =
      new BundleInfo.BundleCut("layer_0", "average-maximum");
  private static final BundleInfo.BundleCut OUTPUT = new BundleInfo.BundleCut("layer_1", "average");

  @TempDir Path folder;

  private ModelBundle written;

  @BeforeEach
  void writeBundle() throws IOException {
    Preprocessing preprocessing = TestNetworks.preprocessing(3, SIDE, SIDE);
    ComputationGraph base =
        TestNetworks.chain(
            InputType.convolutional(SIDE, SIDE, 3),
            new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.TANH).build(),
            new DenseLayer.Builder().nOut(2).build());
    LinearHead head =
        new LinearHead(
            new float[][] {
              {1, 2, 3, 4, 0.5f, 0, 1, 0, 0.1f, 0},
              {-1, 0, 1, 0, 0, 1, 0, 0, 0, 0.2f},
              {0, 0, 0.5f, 2, 0, 0, 0.5f, 1, 0.1f, -0.1f}
            },
            new float[] {0, 1, -1});
    List<Cut> cuts =
        List.of(new Cut("layer_0", Pooling.AVERAGE_MAXIMUM), new Cut("layer_1", Pooling.AVERAGE));
    ComputationGraph network = NetworkCutter.withHead(base, cuts, preprocessing, head);
    written = ModelBundle.of(info(preprocessing), network);
    written.write(folder, List.of(image(1), image(2)));
  }

  @Test
  void loadsAsItWasWritten() {
    ModelBundle loaded = ModelBundle.load(folder);
    assertThat(loaded.info()).isEqualTo(written.info());
    assertThat(loaded.info().labels()).containsExactly("ant", "bee", "wasp");
    assertThat(loaded.info().cuts()).containsExactly(LAYER, OUTPUT);
    assertThat(loaded.info().readPreprocessing())
        .isEqualTo(TestNetworks.preprocessing(3, SIDE, SIDE));
    assertThat(loaded.onnx()).isEqualTo(written.onnx());
    assertThat(loaded.dl4jZip()).isEqualTo(written.dl4jZip());
  }

  @Test
  void keptZipGivesTheGoldenProbabilities() throws IOException {
    ModelBundle loaded = ModelBundle.load(folder);
    ComputationGraph network =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(loaded.dl4jZip()), false);
    GoldenImage golden = goldenIndex().images().get(1);
    INDArray pixels = pixels(image(2));
    double[] found = network.outputSingle(pixels).toDoubleVector();
    assertThat(found).hasSize(3);
    for (int c = 0; c < found.length; c++) {
      assertThat(golden.probabilities().get(c).doubleValue()).isCloseTo(found[c], offset(1e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "model.zip"})
  void flippedByteOfANetworkIsFound(String file) throws IOException {
    flip(file);
    refused()
        .hasMessageStartingWith("The bundle's " + file + " was changed or damaged (sha-256 ")
        .hasMessageEndingWith("): write the bundle again.");
  }

  @Test
  void flippedByteOfAGoldenImageIsFound() throws IOException {
    flip("golden/image_1");
    refused()
        .hasMessage(
            "The bundle's golden image image_1 was changed or damaged: write the bundle again.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"model.onnx", "model.zip", "bundle.json", "golden/golden.json", "golden/image_0"})
  void missingFileIsNamed(String file) throws IOException {
    Files.delete(folder.resolve(file));
    refused()
        .hasMessage(
            "The bundle has no %s: it is not a model bundle, or not a whole one. Write it again with train-head or transfer."
                .formatted(Path.of(file).getFileName()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bundle.json", "golden/golden.json"})
  void damagedJsonIsNamed(String file) throws IOException {
    for (String text : List.of("", "{", "{}", "null", "[]")) {
      Files.writeString(folder.resolve(file), text);
      refused().hasMessageStartingWith(Path.of(file).getFileName() + " is damaged: ");
    }
  }

  @Test
  void changedGoldenProbabilityFailsTheProof() throws IOException {
    ObjectNode index = readIndex();
    ArrayNode probabilities = (ArrayNode) index.at("/images/0/probabilities");
    probabilities.set(1, probabilities.get(1).floatValue() + 0.001f);
    Files.writeString(folder.resolve("golden/golden.json"), index.toString());
    refused()
        .hasMessageStartingWith(
            "The bundle fails its own proof: golden image image_0, class 'bee', had probability ")
        .hasMessageContaining("or golden/ was changed.");
  }

  @Test
  void wrongNumberOfLabelsIsFound() throws IOException {
    Path file = folder.resolve("bundle.json");
    Files.writeString(file, Files.readString(file).replace("\"bee\", ", ""));
    refused()
        .hasMessageStartingWith(
            "The bundle does not fit together: 2 labels in bundle.json, 3 outputs of the network, 3 probabilities of golden image image_0.");
  }

  @Test
  void changedPreprocessingFailsTheProof() throws IOException {
    Path file = folder.resolve("bundle.json");
    Files.writeString(file, Files.readString(file).replace("\"RGB\"", "\"BGR\""));
    refused().hasMessageStartingWith("The bundle fails its own proof: ");
  }

  private GoldenImage.Index goldenIndex() throws IOException {
    return Json.read(
        "golden.json",
        Files.readString(folder.resolve("golden/golden.json")),
        GoldenImage.Index.class);
  }

  private ObjectNode readIndex() throws IOException {
    return (ObjectNode) Json.tree(Files.readString(folder.resolve("golden/golden.json")));
  }

  private void flip(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(file));
    bytes[bytes.length / 2] ^= 1;
    Files.write(folder.resolve(file), bytes);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused() {
    return assertThatThrownBy(() -> ModelBundle.load(folder)).isInstanceOf(UserException.class);
  }

  private static BundleInfo info(Preprocessing preprocessing) {
    return new BundleInfo(
        List.of("ant", "bee", "wasp"),
        preprocessing.toMap(),
        "base.h5",
        "00ff",
        List.of(LAYER, OUTPUT),
        1,
        Map.of("logLoss", 0.25),
        "abcd",
        Json.tree("{\"seed\": 42}"),
        Map.of("graft", "0.1.0"),
        Map.of());
  }

  /** A PNG of dark noise, so that the hand-made network is not saturated. */
  private static byte[] image(long seed) throws IOException {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIDE * SIDE; i++) {
      image.setRGB(
          i % SIDE, i / SIDE, random.nextInt(3) << 16 | random.nextInt(3) << 8 | random.nextInt(3));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static INDArray pixels(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    INDArray pixels = Nd4j.zeros(1, 3, SIDE, SIDE);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int rgb = image.getRGB(x, y);
        for (int c = 0; c < 3; c++) {
          pixels.putScalar(new int[] {0, c, y, x}, rgb >> (16 - 8 * c) & 0xFF);
        }
      }
    }
    return pixels;
  }
}
