package io.graft.jobs;

import io.graft.config.ConfigLoader;
import io.graft.config.ConfigLoader.ConfigText;
import io.graft.config.GraftConfig;
import io.graft.spark.Storage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Option;

/**
 * The option groups that commands share. An option sets the configuration key of its name, so that
 * everything can be written into the file as well.
 */
final class Options {

  private Options() {}

  /** A group of options as configuration keys and values. */
  interface Group {
    void addTo(Map<String, String> settings);
  }

  /** Every command has these. */
  static final class General {

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "HOCON file with settings; all of them stand in conf/reference.conf.")
    private String config;

    @Option(
        names = "--set",
        paramLabel = "KEY=VALUE",
        description = "One setting, over the file's; may be repeated.")
    private List<String> assignments = List.of();

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Same seed, same result (default: 42).")
    private String seed;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    private boolean help;

    /** Merges the reference, the file, the assignments and the groups' options. */
    GraftConfig load(Group... groups) {
      Map<String, String> settings = new LinkedHashMap<>();
      put(settings, "seed", seed);
      for (Group group : groups) {
        group.addTo(settings);
      }
      return ConfigLoader.load(Optional.ofNullable(config).map(this::read), assignments, settings);
    }

    private ConfigText read(String file) {
      Path path = Storage.path(file);
      boolean local = path.toUri().getScheme() == null;
      // A plain path is this machine's, also where Hadoop's default file system is another.
      Path asked = local ? new Path(java.nio.file.Path.of(file).toUri()) : path;
      Storage storage = new Storage(new Configuration());
      return new ConfigText(file, storage.readText("The configuration file", asked));
    }
  }

  /** Where the images are. */
  static final class Images implements Group {

    @Option(
        names = "--images",
        paramLabel = "URI",
        description =
            "Folder CLASS/FILE or train|validation|test/CLASS/FILE, a manifest (.csv, .parquet) with uri,label[,split], or a pack.")
    private String images;

    @Override
    public void addTo(Map<String, String> settings) {
      put(settings, "images", images);
    }
  }

  /** Which network, cut where. */
  static final class Backbone implements Group {

    @Option(
        names = "--base-model",
        paramLabel = "URI",
        description =
            "Keras .h5 or DL4J .zip, with its preprocessing in FILE.conf beside it; or a model bundle.")
    private String baseModel;

    @Option(
        names = "--preprocessing",
        paramLabel = "NAME",
        description = "tf, torch, caffe, unit or raw: instead of what FILE.conf says.")
    private String preprocessing;

    @Option(
        names = "--cut",
        paramLabel = "LAYER",
        description =
            "The layer whose output becomes the features; extract-features takes several, with commas (default: before the classifier).")
    private String cut;

    @Option(
        names = "--pooling",
        paramLabel = "NAME",
        description =
            "Of spatial cuts: average, average-maximum, grid or none, one for all or one for each cut (default: average).")
    private String pooling;

    @Override
    public void addTo(Map<String, String> settings) {
      put(settings, "base-model", baseModel);
      put(settings, "preprocessing", preprocessing);
      put(settings, "cut", cut);
      put(settings, "pooling", pooling);
    }
  }

  /** What computes. */
  static final class Engine implements Group {

    @Option(
        names = "--engine",
        paramLabel = "NAME",
        description = "onnxruntime or dl4j (default: onnxruntime).")
    private String engine;

    @Option(
        names = "--device",
        paramLabel = "NAME",
        description = "cpu, cuda or auto (default: auto).")
    private String device;

    @Override
    public void addTo(Map<String, String> settings) {
      put(settings, "engine", engine);
      put(settings, "device", device);
    }
  }

  /** Which bundle. */
  static final class Bundle implements Group {

    @Option(
        names = "--bundle",
        paramLabel = "URI",
        description = "A model bundle, as train-head and transfer write it.")
    private String bundle;

    @Override
    public void addTo(Map<String, String> settings) {
      put(settings, "bundle", bundle);
    }
  }

  /** Where to write. */
  static final class Output implements Group {

    @Option(names = "--out", paramLabel = "URI", description = "The folder to write.")
    private String out;

    @Option(names = "--overwrite", description = "Replace the folder if it exists.")
    private boolean overwrite;

    @Override
    public void addTo(Map<String, String> settings) {
      put(settings, "out", out);
      put(settings, "overwrite", overwrite ? "true" : null);
    }
  }

  static void put(Map<String, String> settings, String key, String value) {
    if (value != null) {
      settings.put(key, value);
    }
  }
}
