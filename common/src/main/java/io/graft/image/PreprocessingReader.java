package io.graft.image;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a {@link Preprocessing} from its HOCON block; goes on after a problem to find the next. */
final class PreprocessingReader {

  static final String HEIGHT = "height";
  static final String WIDTH = "width";
  static final String CHANNEL_ORDER = "channel-order";
  static final String RESIZE = "resize";
  static final String CROP_FRACTION = "crop-fraction";
  static final String INTERPOLATION = "interpolation";
  static final String MEAN = "mean";
  static final String STD = "std";

  private static final double DEFAULT_CROP_FRACTION = 0.875;
  private static final List<String> KEYS =
      List.of(HEIGHT, WIDTH, CHANNEL_ORDER, RESIZE, CROP_FRACTION, INTERPOLATION, MEAN, STD);

  private final Config input;
  private final PreprocessingRules rules = new PreprocessingRules();

  PreprocessingReader(Config input) {
    this.input = input;
  }

  Preprocessing read() {
    rejectUnknownKeys();
    Integer height = size(HEIGHT);
    Integer width = size(WIDTH);
    ChannelOrder order = choice(CHANNEL_ORDER, ChannelOrder.class, null);
    ResizeRule resize = choice(RESIZE, ResizeRule.class, null);
    Double cropFraction = value(CROP_FRACTION, DEFAULT_CROP_FRACTION, input::getDouble);
    Interpolation interpolation =
        choice(INTERPOLATION, Interpolation.class, Interpolation.BILINEAR);
    List<Double> mean = value(MEAN, null, input::getDoubleList);
    List<Double> std = value(STD, null, input::getDoubleList);
    checkRanges(cropFraction, order, mean, std);
    rules.throwIfBroken("preprocessing in " + input.root().origin().description());
    return new Preprocessing(height, width, order, resize, cropFraction, interpolation, mean, std);
  }

  /** Values that could not be read at all are null here, and their problem is noted already. */
  private void checkRanges(
      Double cropFraction, ChannelOrder order, List<Double> mean, List<Double> std) {
    if (cropFraction != null) {
      rules.cropFraction(cropFraction);
    }
    if (order != null && mean != null) {
      rules.mean(order, mean);
    }
    if (order != null && std != null) {
      rules.std(order, std);
    }
  }

  private void rejectUnknownKeys() {
    for (String key : new TreeSet<>(input.root().keySet())) {
      if (!KEYS.contains(key)) {
        rules.problem("unknown key %s (known: %s)", key, String.join(", ", KEYS));
      }
    }
  }

  private Integer size(String key) {
    Double value = value(key, null, input::getDouble);
    if (value == null) {
      return null;
    }
    if (value != Math.rint(value)) {
      rules.problem("%s = %s is no whole number of pixels", key, value);
      return null;
    }
    int pixels = value.intValue();
    rules.size(key, pixels);
    return pixels;
  }

  private <E extends Enum<E>> E choice(String key, Class<E> type, E absent) {
    String found = value(key, absent == null ? null : text(absent), input::getString);
    if (found == null) {
      return null;
    }
    E choice = parse(type, found);
    if (choice == null) {
      rules.problem("%s = %s is none of %s", key, found, names(type));
    }
    return choice;
  }

  /** The key's value; null, with the problem noted, where it is missing or of the wrong type. */
  private <T> T value(String key, T absent, Function<String, T> read) {
    if (!input.hasPath(key)) {
      if (absent == null) {
        rules.problem("%s is missing", key);
      }
      return absent;
    }
    try {
      return read.apply(key);
    } catch (ConfigException.WrongType | ConfigException.BadValue wrong) {
      String found = input.getValue(key).render(ConfigRenderOptions.concise());
      rules.problem("%s = %s is of the wrong type", key, found);
      return null;
    }
  }

  /** A constant as configuration spells it: lower case with hyphens, but acronyms as they are. */
  static String text(Enum<?> constant) {
    return constant instanceof ChannelOrder
        ? constant.name()
        : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant spelt like this in any case, or null. */
  static <E extends Enum<E>> E parse(Class<E> type, String found) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> text(constant).equalsIgnoreCase(found.strip()))
        .findFirst()
        .orElse(null);
  }

  static <E extends Enum<E>> String names(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(PreprocessingReader::text)
        .collect(Collectors.joining(", "));
  }
}
