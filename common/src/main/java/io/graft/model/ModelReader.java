package io.graft.model;

import io.graft.error.UserException;
import io.graft.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.bytedeco.hdf5.global.hdf5;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/** Reads a network file as it is: Keras HDF5 or a DL4J zip, told apart by their first bytes. */
final class ModelReader {

  private static final byte[] HDF5_MAGIC = {(byte) 0x89, 'H', 'D', 'F'};
  private static final byte[] ZIP_MAGIC = {'P', 'K', 3, 4};

  private ModelReader() {}

  /**
   * Reads the network with its weights; a chain of layers becomes a graph.
   *
   * @param architecture the JSON of a Keras model whose HDF5 file holds weights only
   * @throws UserException when the file is no model, is corrupt, or holds a layer that can't be
   *     imported
   */
  static ImportedNetwork read(Path file, Optional<Path> architecture) {
    try {
      byte[] magic = firstBytes(file);
      if (Arrays.equals(magic, HDF5_MAGIC)) {
        return readKeras(file, architecture);
      }
      if (Arrays.equals(magic, ZIP_MAGIC)) {
        return new ImportedNetwork(readZip(file), Optional.empty());
      }
      throw new UserException(
          "%s is no model that Graft reads: it begins with %s, a Keras HDF5 file with \"\\x89HDF\", a DL4J zip with \"PK\". Check the file."
              .formatted(file.getFileName(), HexFormat.of().formatHex(magic)));
    } catch (UnsupportedKerasConfigurationException unsupported) {
      throw new UserException(
          "%s can't be imported: %s Cut the Keras model before that layer and save it again, or rewrite the layer (a 1x1 convolution between two reshapes is a dense layer)."
              .formatted(file.getFileName(), sentence(unsupported)),
          unsupported);
    } catch (InvalidKerasConfigurationException invalid) {
      throw new UserException(
          "%s can't be imported: %s Save the whole model from Keras (model.save), or put its architecture beside it as JSON (model.to_json)."
              .formatted(file.getFileName(), sentence(invalid)),
          invalid);
    } catch (IOException | IllegalStateException broken) {
      throw corrupt(file, broken);
    }
  }

  private static ImportedNetwork readKeras(Path file, Optional<Path> architecture)
      throws IOException,
          InvalidKerasConfigurationException,
          UnsupportedKerasConfigurationException {
    // Its own report, a page on standard error; what failed is thrown all the same.
    hdf5.H5Eset_auto2(hdf5.H5E_DEFAULT, null, null);
    try {
      String json =
          architecture.isPresent()
              ? Files.readString(architecture.get())
              : kerasConfiguration(file);
      ComputationGraph network =
          isSequential(json)
              ? SequentialNetwork.toGraph(importSequential(file, architecture))
              : importFunctional(file, architecture);
      return new ImportedNetwork(network, ImportedNetwork.kerasInputSize(json));
    } catch (RuntimeException broken) {
      // The HDF5 binding reports every failure to read as a plain RuntimeException.
      throw broken instanceof UserException ? broken : corrupt(file, broken);
    }
  }

  /** Of the model itself; a layer in it may be a Sequential too. */
  private static boolean isSequential(String json) {
    return !json.isEmpty() && Json.tree(json).path("class_name").asText().equals("Sequential");
  }

  private static MultiLayerNetwork importSequential(Path file, Optional<Path> architecture)
      throws IOException,
          InvalidKerasConfigurationException,
          UnsupportedKerasConfigurationException {
    return architecture.isPresent()
        ? KerasModelImport.importKerasSequentialModelAndWeights(
            architecture.get().toString(), file.toString(), false)
        : KerasModelImport.importKerasSequentialModelAndWeights(file.toString(), false);
  }

  private static ComputationGraph importFunctional(Path file, Optional<Path> architecture)
      throws IOException,
          InvalidKerasConfigurationException,
          UnsupportedKerasConfigurationException {
    return architecture.isPresent()
        ? KerasModelImport.importKerasModelAndWeights(
            architecture.get().toString(), file.toString(), false)
        : KerasModelImport.importKerasModelAndWeights(file.toString(), false);
  }

  private static String kerasConfiguration(Path file) {
    try (Hdf5Archive archive = new Hdf5Archive(file.toString())) {
      return archive.hasAttribute("model_config")
          ? archive.readAttributeAsJson("model_config")
          : "";
    } catch (UnsupportedKerasConfigurationException unreadable) {
      throw corrupt(file, unreadable);
    }
  }

  private static ComputationGraph readZip(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      var entry = zip.getEntry("configuration.json");
      if (entry == null) {
        throw new UserException(
            "%s is a zip without configuration.json, so no DL4J model. Check the file."
                .formatted(file.getFileName()));
      }
      String configuration =
          new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
      return configuration.contains("\"vertices\"")
          ? ModelSerializer.restoreComputationGraph(file.toFile(), false)
          : SequentialNetwork.toGraph(
              ModelSerializer.restoreMultiLayerNetwork(file.toFile(), false));
    } catch (RuntimeException broken) {
      // DL4J and ND4J report bytes that they can't read in a dozen ways.
      throw broken instanceof UserException ? broken : corrupt(file, broken);
    }
  }

  private static byte[] firstBytes(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(4);
    }
  }

  private static UserException corrupt(Path file, Exception cause) {
    return new UserException(
        "%s can't be read: %s. The file is corrupt or cut short (%,d bytes): fetch it again."
            .formatted(
                file.getFileName(),
                String.valueOf(cause.getMessage()).lines().findFirst().orElse(""),
                file.toFile().length()),
        cause);
  }

  private static String sentence(Exception thrown) {
    String message = String.valueOf(thrown.getMessage()).replaceAll("\\.+(?=\\s|$)", ".");
    int advice = message.indexOf(" Please file an issue");
    int link = message.indexOf(" For more information");
    int end = advice >= 0 ? advice : link >= 0 ? link : message.length();
    String kept = message.substring(0, end).strip();
    return kept.endsWith(".") ? kept : kept + ".";
  }
}
