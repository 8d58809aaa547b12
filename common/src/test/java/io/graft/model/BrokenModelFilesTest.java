package io.graft.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.SharedData;
import io.graft.TestModels;
import io.graft.TestNetworks;
import io.graft.error.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no models, or not whole ones. */
class BrokenModelFilesTest {

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
    assertThatThrownBy(() -> TestModels.load("mobilenet_v1_0.25_224_reshape_top.h5"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("reshape_2")
        .hasMessageContaining("Cut the Keras model before that layer and save it again");
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
