package io.graft.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueType;
import io.graft.error.UserException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads typed values and collects every problem, so that the user meets all of them at once. */
final class SettingsReader {

  private final Config config;
  private final Set<String> problems;

  SettingsReader(Config config) {
    this(config, new LinkedHashSet<>());
  }

  private SettingsReader(Config config, Set<String> problems) {
    this.config = config;
    this.problems = problems;
  }

  /** A reader of other settings, whose problems are told with this one's, each once. */
  SettingsReader of(Config other) {
    return new SettingsReader(other, problems);
  }

  /** The settings below the key. */
  Config section(String key) {
    return read(key, config::getConfig, ConfigFactory.empty());
  }

  Optional<String> text(String key) {
    return config.hasPath(key) ? Optional.of(read(key, config::getString, "")) : Optional.empty();
  }

  /** A list, or a text with commas; empty where nothing is set. */
  List<String> texts(String key) {
    if (!config.hasPath(key)) {
      return List.of();
    }
    if (config.getValue(key).valueType() == ConfigValueType.LIST) {
      return read(key, config::getStringList, List.of());
    }
    return Arrays.stream(read(key, config::getString, "").split(",")).map(String::strip).toList();
  }

  /** A list, or a text with commas, each of which has its own parser. */
  <T> List<T> parsedTexts(String key, Function<String, T> parser, List<T> whenBroken) {
    try {
      return texts(key).stream().map(parser).toList();
    } catch (UserException refused) {
      problems.add(key + ": " + refused.getMessage());
      return whenBroken;
    }
  }

  OptionalLong optionalWhole(String key, long low, long high) {
    return config.hasPath(key) ? OptionalLong.of(whole(key, low, high)) : OptionalLong.empty();
  }

  OptionalInt optionalSmall(String key, int low, int high) {
    return config.hasPath(key) ? OptionalInt.of(small(key, low, high)) : OptionalInt.empty();
  }

  boolean flag(String key) {
    return read(key, config::getBoolean, false);
  }

  long whole(String key, long low, long high) {
    Number found = read(key, config::getNumber, low);
    long value = found.longValue();
    if (value < low || value > high || found.doubleValue() != value) {
      problem(key, found, "a whole number from " + low + " to " + high);
    }
    return value;
  }

  int small(String key, int low, int high) {
    return Math.toIntExact(Math.max(low, Math.min(high, whole(key, low, high))));
  }

  double fraction(String key, double low, double high) {
    double value = read(key, config::getDouble, low);
    if (!(value >= low && value <= high)) {
      problem(key, value, "a number from " + low + " to " + high);
    }
    return value;
  }

  List<Double> positives(String key) {
    List<Double> values = read(key, config::getDoubleList, List.of(1.0));
    if (values.isEmpty() || values.stream().anyMatch(value -> !(value >= 0))) {
      problem(key, values, "a list of numbers, none below 0");
    }
    return values;
  }

  /** A value that has its own parser, whose complaint is kept with the key. */
  <T> T parsed(String key, Function<String, T> parser, T whenBroken) {
    try {
      return parser.apply(read(key, config::getString, ""));
    } catch (UserException refused) {
      problems.add(key + ": " + refused.getMessage());
      return whenBroken;
    }
  }

  /** A record of values read before, whose own complaint is kept. */
  <T> T built(Supplier<T> constructor, T whenBroken) {
    try {
      return constructor.get();
    } catch (UserException refused) {
      problems.add(refused.getMessage());
      return whenBroken;
    }
  }

  /** Throws when there was any problem. */
  void finish() {
    if (!problems.isEmpty()) {
      throw new UserException(String.join("\n", problems));
    }
  }

  private <T> T read(String key, Function<String, T> getter, T whenBroken) {
    try {
      return getter.apply(key);
    } catch (ConfigException.WrongType | ConfigException.Null wrong) {
      problems.add("%s: %s".formatted(key, wrong.getMessage()));
      return whenBroken;
    }
  }

  private void problem(String key, Object found, String allowed) {
    problems.add(
        "%s = %s (%s): allowed is %s."
            .formatted(key, found, config.getValue(key).origin().description(), allowed));
  }
}
