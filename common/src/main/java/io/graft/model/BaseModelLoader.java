package io.graft.model;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.graft.dataset.ContentHash;
import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import io.graft.image.PreprocessingPreset;
import io.graft.onednn.OneDnn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Loads a base model with what lies beside it: {@code X.conf} (preprocessing, labels, checksum) and
 * what that names.
 */
public final class BaseModelLoader {

  private static final Set<String> KEYS = Set.of("input", "labels", "sha256", "architecture");

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
    Optional<Config> config = readConfig();
    String sha256 = hash(file);
    config.filter(c -> c.hasPath("sha256")).ifPresent(c -> check(sha256, c.getString("sha256")));
    Optional<Preprocessing> beside = config.filter(c -> c.hasPath("input")).map(this::input);
    if (beside.isEmpty() && preset.isEmpty()) {
      throw new UserException(
          "The preprocessing of %s is not known, and Graft never guesses it: write it into %s.conf beside the model (base-model { input { ... } }), or name it with --preprocessing tf|torch|caffe|unit|raw."
              .formatted(name, name));
    }
    ImportedNetwork source = OneDnn.without(() -> ModelReader.read(file, architecture(config)));
    Preprocessing preprocessing =
        preset.map(p -> sized(p, beside, source)).orElseGet(beside::orElseThrow);
    return finish(source.network(), sha256, preprocessing, labels(config));
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

  private Optional<Config> readConfig() {
    return folder
        .file(name + ".conf")
        .map(
            path -> {
              try {
                Config config = ConfigFactory.parseFile(path.toFile()).resolve();
                Config block = config.getConfig("base-model");
                block.root().keySet().stream()
                    .filter(key -> !KEYS.contains(key))
                    .findFirst()
                    .ifPresent(
                        key -> {
                          throw new UserException(
                              "%s.conf: unknown key base-model.%s; known are input, labels, sha256 and architecture."
                                  .formatted(name, key));
                        });
                return block;
              } catch (ConfigException broken) {
                throw new UserException(
                    "%s.conf can't be read: %s. It holds one block base-model { input { ... } }."
                        .formatted(name, broken.getMessage()),
                    broken);
              }
            });
  }

  private Preprocessing input(Config config) {
    return Preprocessing.fromConfig(config.getConfig("input"));
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

  private Optional<Path> architecture(Optional<Config> config) {
    Optional<String> named =
        config.filter(c -> c.hasPath("architecture")).map(c -> c.getString("architecture"));
    if (named.isPresent()) {
      return Optional.of(
          folder.file(named.get()).orElseThrow(() -> missing("The architecture", named.get())));
    }
    return folder.file(name.replaceFirst("\\.[^.]*$", "") + ".json");
  }

  private List<String> labels(Optional<Config> config) {
    Optional<String> file = config.filter(c -> c.hasPath("labels")).map(c -> c.getString("labels"));
    if (file.isEmpty()) {
      return List.of();
    }
    Path path = folder.file(file.get()).orElseThrow(() -> missing("The label file", file.get()));
    try (var lines = Files.lines(path)) {
      return lines.filter(line -> !line.isBlank()).collect(Collectors.toList());
    } catch (IOException unreadable) {
      throw new UserException("The label file " + file.get() + " can't be read.", unreadable);
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
