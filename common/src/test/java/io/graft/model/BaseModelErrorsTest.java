package io.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.SharedData;
import io.graft.TestNetworks;
import io.graft.dataset.ContentHash;
import io.graft.error.UserException;
import io.graft.image.PreprocessingPreset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseModelErrorsTest {

  @TempDir Path folder;

  @BeforeEach
  void writeGoodModel() {
    ModelFiles.save(
        folder,
        "good.zip",
        TestNetworks.chain(
            InputType.convolutional(6, 5, 3), new DenseLayer.Builder().nOut(2).build()),
        6,
        5);
  }

  @Test
  void missingFile() {
    refused("nowhere.h5").hasMessage("The base model nowhere.h5 does not exist. Check the path.");
  }

  @Test
  void missingPreprocessingNamesBothWays() throws IOException {
    Files.delete(folder.resolve("good.zip.conf"));
    refused("good.zip")
        .hasMessage(
            "The preprocessing of good.zip is not known, and Graft never guesses it: write it into good.zip.conf beside the model (base-model { input { ... } }), or name it with --preprocessing tf|torch|caffe|unit|raw.");
  }

  @Test
  void wrongChecksum() {
    conf("good.zip", "base-model.sha256 = \"00ff\"\n" + ModelFiles.CONF);
    refused("good.zip")
        .hasMessageStartingWith("good.zip has sha-256 ")
        .hasMessageEndingWith(
            ", but good.zip.conf says 00ff: fetch the file again, or correct the checksum.");
  }

  @Test
  void rightChecksumInCapitals() throws IOException {
    String sha256 = ContentHash.of(folder.resolve("good.zip"));
    conf("good.zip", "base-model.sha256 = %s\n%s".formatted(sha256.toUpperCase(), ModelFiles.CONF));
    assertThat(ModelFiles.load(folder, "good.zip").sha256()).isEqualTo(sha256);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "base-model.imput = 1; good.zip.conf: unknown key base-model.imput; known here: architecture, input, labels, sha256.",
        "base-model { ; good.zip.conf can't be read: ",
        "seed = 1; good.zip.conf: unknown key seed; known here: base-model.",
        "base-model.input = 3; good.zip.conf can't be read: ",
        "base-model.sha256 = []; good.zip.conf can't be read: ",
        "base-model.labels = [a]; good.zip.conf can't be read: ",
        "base-model.labels = nowhere.txt; The label file nowhere.txt does not exist. Check the path.",
        "base-model.architecture = nowhere.json; The architecture nowhere.json does not exist.",
        "base-model.input.height = 0; height"
      })
  void badConf(String line, String message) {
    conf("good.zip", ModelFiles.CONF + line);
    refused("good.zip").hasMessageContaining(message);
  }

  @Test
  void textFile() {
    conf("notes.h5", ModelFiles.CONF);
    ModelFiles.write(folder.resolve("notes.h5"), "not a model");
    refused("notes.h5")
        .hasMessage(
            "notes.h5 is no model that Graft reads: it begins with 6e6f7420, a Keras HDF5 file with \"\\x89HDF\", a DL4J zip with \"PK\". Check the file.");
  }

  @Test
  void emptyFile() {
    conf("empty.h5", ModelFiles.CONF);
    ModelFiles.write(folder.resolve("empty.h5"), "");
    refused("empty.h5").hasMessageContaining("empty.h5 is no model that Graft reads");
  }

  @Test
  void truncatedZip() throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve("good.zip"));
    Files.write(folder.resolve("good.zip"), Arrays.copyOf(whole, whole.length / 2));
    refused("good.zip")
        .hasMessageStartingWith("good.zip can't be read: ")
        .hasMessageContaining("The file is corrupt or cut short (");
  }

  @Test
  void zipThatIsNoModel() throws IOException {
    writeZip(Map.of("readme.txt", "hello".getBytes(StandardCharsets.UTF_8)));
    refused("good.zip")
        .hasMessage(
            "good.zip is a zip without configuration.json, so no DL4J model. Check the file.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "not json", "{\"vertices\": {}}"})
  void zipWithoutANetworkInIt(String configuration) throws IOException {
    writeZip(
        Map.of(
            "configuration.json",
            configuration.getBytes(StandardCharsets.UTF_8),
            "coefficients.bin",
            new byte[] {1, 2, 3}));
    corrupt("good.zip");
  }

  @Test
  void zipWithoutWeights() throws IOException {
    byte[] configuration;
    try (ZipFile zip = new ZipFile(folder.resolve("good.zip").toFile())) {
      configuration = zip.getInputStream(zip.getEntry("configuration.json")).readAllBytes();
    }
    writeZip(Map.of("configuration.json", configuration));
    corrupt("good.zip");
  }

  @Test
  void zipWithDamagedWeights() throws IOException {
    byte[] configuration;
    try (ZipFile zip = new ZipFile(folder.resolve("good.zip").toFile())) {
      configuration = zip.getInputStream(zip.getEntry("configuration.json")).readAllBytes();
    }
    writeZip(Map.of("configuration.json", configuration, "coefficients.bin", new byte[40]));
    corrupt("good.zip");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 100, 3000, 1_000_000})
  void truncatedHdf5(int length) throws IOException {
    byte[] whole = Files.readAllBytes(SharedData.path("weights/mobilenet_v1_0.25_224.h5"));
    Files.write(folder.resolve("short.h5"), Arrays.copyOf(whole, length));
    conf("short.h5", ModelFiles.CONF);
    corrupt("short.h5");
  }

  @Test
  void weightsWithoutArchitecture() {
    ModelFiles.copy("mobilenet_2_5_224_tf_no_top.h5", folder);
    conf("mobilenet_2_5_224_tf_no_top.h5", ModelFiles.CONF);
    refused("mobilenet_2_5_224_tf_no_top.h5")
        .hasMessageStartingWith("mobilenet_2_5_224_tf_no_top.h5 can't be imported: ")
        .hasMessageEndingWith(
            "Save the whole model from Keras (model.save), or put its architecture beside it as JSON (model.to_json).");
  }

  @Test
  void layerThatCanNotBeImportedIsNamed() {
    SharedData.path("weights/mobilenet_v1_0.25_224_reshape_top.h5");
    assertThatThrownBy(() -> io.graft.TestModels.load("mobilenet_v1_0.25_224_reshape_top.h5"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("reshape_2")
        .hasMessageContaining("Cut the Keras model before that layer and save it again");
  }

  @Test
  void sizeThatTheNetworkDoesNotTake() {
    conf("good.zip", ModelFiles.CONF.replace("height = 6", "height = 7"));
    refused("good.zip")
        .hasMessageContaining(
            "The network does not take images of [channels, height, width] = [3, 7, 5]")
        .hasMessageEndingWith("Correct height, width and channel-order.");
  }

  @Test
  void sizeThatAChannelsLastNetworkDoesNotTake() {
    ModelFiles.copy("cifar10_cnn_folo.h5", folder);
    conf("cifar10_cnn_folo.h5", ModelFiles.CONF);
    refused("cifar10_cnn_folo.h5")
        .hasMessageContaining(
            "The network does not take images of [channels, height, width] = [3, 6, 5]");
  }

  @Test
  void presetWithoutAnySize() throws IOException {
    Files.delete(folder.resolve("good.zip.conf"));
    assertThatThrownBy(
            () ->
                new BaseModelLoader(ModelFolder.local(folder), "good.zip")
                    .load(Optional.of(PreprocessingPreset.UNIT)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("good.zip does not say what image size it takes: ");
  }

  private void conf(String model, String text) {
    ModelFiles.write(folder.resolve(model + ".conf"), text);
  }

  private void corrupt(String name) {
    refused(name)
        .hasMessageStartingWith(name + " can't be read: ")
        .hasMessageContaining("The file is corrupt or cut short (")
        .hasMessageEndingWith("fetch it again.");
  }

  private void writeZip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    Files.write(folder.resolve("good.zip"), bytes.toByteArray());
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(String name) {
    return assertThatThrownBy(() -> ModelFiles.load(folder, name))
        .isInstanceOf(UserException.class);
  }
}
