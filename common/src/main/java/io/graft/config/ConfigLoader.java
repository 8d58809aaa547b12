package io.graft.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.graft.error.UserException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Merges the settings: command line over {@code --set} over the file over the reference. */
public final class ConfigLoader {

  private ConfigLoader() {}

  /** A configuration file's text, and where it came from, for messages. */
  public record ConfigText(String origin, String text) {}

  /**
   * Reads and checks all settings.
   *
   * @param file the configuration file, if any
   * @param assignments {@code key=value}, as {@code --set} takes them
   * @param options key to value, as the command's own options set them
   * @throws UserException naming every problem found
   */
  public static GraftConfig load(
      Optional<ConfigText> file, List<String> assignments, Map<String, String> options) {
    Config reference = reference();
    Config given = file.map(ConfigLoader::parse).orElseGet(ConfigFactory::empty);
    for (String assignment : assignments) {
      given = assign(given, assignment);
    }
    for (Map.Entry<String, String> option : options.entrySet()) {
      given =
          given.withValue(
              option.getKey(), ConfigValueFactory.fromAnyRef(option.getValue(), "command line"));
    }
    List<String> unknown = new ArrayList<>();
    collectUnknown("", given.root(), reference.root(), unknown);
    if (!unknown.isEmpty()) {
      throw new UserException(String.join("\n", unknown));
    }
    return GraftConfig.from(given.withFallback(reference));
  }

  static Config reference() {
    var resource = ConfigLoader.class.getResourceAsStream("reference.conf");
    return ConfigFactory.parseReader(
        new InputStreamReader(resource, StandardCharsets.UTF_8),
        ConfigParseOptions.defaults().setOriginDescription("reference.conf"));
  }

  private static Config parse(ConfigText file) {
    try {
      return ConfigFactory.parseString(
              file.text(), ConfigParseOptions.defaults().setOriginDescription(file.origin()))
          .resolve();
    } catch (ConfigException broken) {
      throw new UserException(
          "The configuration file can't be read: %s. It is HOCON; see conf/reference.conf."
              .formatted(broken.getMessage()),
          broken);
    }
  }

  private static Config assign(Config config, String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new UserException(
          "--set %s: write key=value, for example --set head.folds=3.".formatted(assignment));
    }
    String key = assignment.substring(0, equals).strip();
    String value = assignment.substring(equals + 1).strip();
    try {
      return ConfigFactory.parseString(
              ConfigUtil.joinPath(ConfigUtil.splitPath(key)) + " = " + value,
              ConfigParseOptions.defaults().setOriginDescription("--set " + key))
          .withFallback(config);
    } catch (ConfigException noHocon) {
      // A plain path or URI is no HOCON value, but meant as text.
      return config.withValue(key, ConfigValueFactory.fromAnyRef(value, "--set " + key));
    }
  }

  private static void collectUnknown(
      String prefix, ConfigObject given, ConfigObject known, List<String> unknown) {
    for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
      String path = prefix + entry.getKey();
      ConfigValue expected = known.get(entry.getKey());
      if (expected == null) {
        unknown.add(
            "Unknown setting '%s' (%s); known here: %s. See conf/reference.conf."
                .formatted(
                    path,
                    entry.getValue().origin().description(),
                    String.join(", ", new TreeSet<>(known.keySet()))));
      } else if (expected.valueType() == ConfigValueType.OBJECT
          && entry.getValue() instanceof ConfigObject inner) {
        collectUnknown(path + ".", inner, (ConfigObject) expected, unknown);
      }
    }
  }
}
