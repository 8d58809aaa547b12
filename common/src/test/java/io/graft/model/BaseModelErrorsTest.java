package io.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.TestNetworks;
import io.graft.dataset.ContentHash;
import io.graft.error.UserException;
import io.graft.image.PreprocessingPreset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;

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
    conf(
        "good.zip",
        "base-model.sha256 = %s\n%s".formatted(sha256.toUpperCase(Locale.ROOT), ModelFiles.CONF));
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
  void channelsLastNetworkThatDependsOnTheAxesIsRefused() {
    InputType channelsLast = InputType.convolutional(6, 5, 3, CNN2DFormat.NHWC);
    ConvolutionLayer convolution =
        new ConvolutionLayer.Builder(2, 2).nOut(3).dataFormat(CNN2DFormat.NHWC).build();
    ModelFiles.save(
        folder,
        "softmax.zip",
        TestNetworks.chain(
            channelsLast,
            convolution,
            new ActivationLayer(Activation.SOFTMAX),
            new GlobalPoolingLayer(PoolingType.AVG)),
        6,
        5);
    refused("softmax.zip")
        .hasMessageStartingWith(
            "Converted to channels first, the network answers otherwise (relative error ")
        .hasMessageEndingWith("Cut the model before it, or save it again with channels first.");
    ModelFiles.save(
        folder,
        "subset.zip",
        TestNetworks.build(
            TestNetworks.graph(channelsLast)
                .addLayer("convolution", convolution.clone(), TestNetworks.INPUT)
                .addVertex("part", new SubsetVertex(0, 1), "convolution")
                .setOutputs("part")),
        6,
        5);
    refused("subset.zip")
        .hasMessageStartingWith("Layer 'part' (SubsetVertex) depends on the order of the axes");
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

  private AbstractThrowableAssert<?, ? extends Throwable> refused(String name) {
    return assertThatThrownBy(() -> ModelFiles.load(folder, name))
        .isInstanceOf(UserException.class);
  }
}
