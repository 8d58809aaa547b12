package io.graft.model;

import io.graft.dataset.ContentHash;
import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import io.graft.image.PreprocessingPreset;
import io.graft.onednn.OneDnn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Loads a base model with what lies beside it: {@code X.conf} (preprocessing, labels, checksum) and
 * what that names.
 */
public final class BaseModelLoader {

  private final ModelFolder folder;
  private final String name;

  /**
   * @param folder where the model's files lie
   * @param name the model's file name in it
   */
  public BaseModelLoader(ModelFolder folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /**
   * Loads the network, converted to channels first.
   *
   * @param preset overrides the preprocessing of {@code X.conf}, whose image size is still needed
   * @throws UserException when a file is missing or corrupt, the checksum differs, a layer can't be
   *     imported, or no preprocessing is given
   */
  public BaseModel load(Optional<PreprocessingPreset> preset) {
    Path file = folder.file(name).orElseThrow(() -> missing("The base model", name));
    ModelSettings settings = ModelSettings.read(folder, name);
    String sha256 = hash(file);
    settings.sha256().ifPresent(expected -> check(sha256, expected));
    Optional<Preprocessing> beside = settings.input();
    if (beside.isEmpty() && preset.isEmpty()) {
      throw new UserException(
          "The preprocessing of %s is not known, and Graft never guesses it: write it into %s.conf beside the model (base-model { input { ... } }), or name it with --preprocessing tf|torch|caffe|unit|raw."
              .formatted(name, name));
    }
    ImportedNetwork source = OneDnn.without(() -> ModelReader.read(file, architecture(settings)));
    Preprocessing preprocessing =
        preset.map(p -> sized(p, beside, source)).orElseGet(beside::orElseThrow);
    return finish(source.network(), sha256, preprocessing, labels(settings));
  }

  private BaseModel finish(
      ComputationGraph source, String sha256, Preprocessing preprocessing, List<String> labels) {
    if (source.getNumInputArrays() != 1 || source.getNumOutputArrays() != 1) {
      throw new UserException(
          "%s has %d inputs and %d outputs: Graft takes networks with one of each."
              .formatted(name, source.getNumInputArrays(), source.getNumOutputArrays()));
    }
    ComputationGraph network =
        ChannelsFirst.convert(
            source,
            preprocessing.channelOrder().channels(),
            preprocessing.height(),
            preprocessing.width());
    return new BaseModel(name, sha256, network, preprocessing, labels);
  }

  private Preprocessing sized(
      PreprocessingPreset preset, Optional<Preprocessing> beside, ImportedNetwork network) {
    return beside
        .map(p -> preset.forSize(p.height(), p.width()))
        .or(() -> network.inputSize().map(size -> preset.forSize(size.height(), size.width())))
        .orElseThrow(
            () ->
                new UserException(
                    "%s does not say what image size it takes: write height and width into %s.conf beside it (base-model { input { ... } })."
                        .formatted(name, name)));
  }

  private Optional<Path> architecture(ModelSettings settings) {
    Optional<String> named = settings.architecture();
    if (named.isPresent()) {
      return Optional.of(
          folder.file(named.get()).orElseThrow(() -> missing("The architecture", named.get())));
    }
    return folder.file(name.replaceFirst("\\.[^.]*$", "") + ".json");
  }

  private List<String> labels(ModelSettings settings) {
    Optional<String> file = settings.labels();
    if (file.isEmpty()) {
      return List.of();
    }
    Path path = folder.file(file.get()).orElseThrow(() -> missing("The label file", file.get()));
    try (var lines = Files.lines(path)) {
      return lines.filter(line -> !line.isBlank()).collect(Collectors.toList());
    } catch (IOException | UncheckedIOException unreadable) {
      throw new UserException(
          "The label file %s can't be read: %s. It holds one class a line, in UTF-8."
              .formatted(file.get(), unreadable.getMessage()),
          unreadable);
    }
  }

  private static String hash(Path file) {
    try {
      return ContentHash.of(file);
    } catch (IOException unreadable) {
      throw new UserException(
          "%s can't be read: %s.".formatted(file.getFileName(), unreadable.getMessage()),
          unreadable);
    }
  }

  private void check(String found, String expected) {
    if (!found.equalsIgnoreCase(expected)) {
      throw new UserException(
          "%s has sha-256 %s, but %s.conf says %s: fetch the file again, or correct the checksum."
              .formatted(name, found, name, expected));
    }
  }

  private UserException missing(String what, String file) {
    return new UserException("%s %s does not exist. Check the path.".formatted(what, file));
  }
}
