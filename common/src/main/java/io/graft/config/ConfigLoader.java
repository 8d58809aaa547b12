package io.graft.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
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
    return GraftConfig.from(given, reference);
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
    try {
      return value(key, assignment.substring(equals + 1).strip()).atPath(key).withFallback(config);
    } catch (ConfigException broken) {
      throw new UserException("--set %s: %s.".formatted(assignment, broken.getMessage()), broken);
    }
  }

  /**
   * Lists, objects and quoted texts are HOCON; everything else is taken as it stands, since a path
   * or URI may hold what HOCON reads otherwise ({@code //} begins a comment there).
   */
  private static ConfigValue value(String key, String text) {
    String origin = "--set " + key;
    if (text.startsWith("[") || text.startsWith("{") || text.startsWith("\"")) {
      return ConfigFactory.parseString(
              "value = " + text, ConfigParseOptions.defaults().setOriginDescription(origin))
          .resolve()
          .getValue("value");
    }
    return ConfigValueFactory.fromAnyRef(text.equals("null") ? null : text, origin);
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
