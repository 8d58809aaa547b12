package io.graft.image;

import io.graft.error.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what is wrong with a preprocessing, so that all of it is told at once. */
final class PreprocessingRules {

  private static final int LARGEST_SIDE = 8192;
  private static final double SMALLEST_CROP_FRACTION = 0.1;

  private final List<String> problems = new ArrayList<>();

  PreprocessingRules problem(String format, Object... arguments) {
    problems.add(String.format(Locale.ROOT, format, arguments));
    return this;
  }

  PreprocessingRules size(String key, int value) {
    if (value < 1 || value > LARGEST_SIDE) {
      problem("%s = %d is outside 1 to %d pixels", key, value, LARGEST_SIDE);
    }
    return this;
  }

  PreprocessingRules cropFraction(double value) {
    if (!(value >= SMALLEST_CROP_FRACTION && value <= 1)) {
      problem(
          "%s = %s is outside %s to 1",
          PreprocessingReader.CROP_FRACTION, value, SMALLEST_CROP_FRACTION);
    }
    return this;
  }

  PreprocessingRules mean(ChannelOrder order, List<Double> values) {
    channels(PreprocessingReader.MEAN, order, values);
    if (!values.stream().allMatch(Double::isFinite)) {
      problem("%s = %s must hold finite numbers", PreprocessingReader.MEAN, values);
    }
    return this;
  }

  PreprocessingRules std(ChannelOrder order, List<Double> values) {
    channels(PreprocessingReader.STD, order, values);
    if (!values.stream().allMatch(value -> Double.isFinite(value) && value > 0)) {
      problem("%s = %s must hold finite numbers above 0", PreprocessingReader.STD, values);
    }
    return this;
  }

  private void channels(String key, ChannelOrder order, List<Double> values) {
    if (values.size() != order.channels()) {
      problem(
          "%s = %s has %d numbers; channel-order %s needs %d",
          key, values, values.size(), order, order.channels());
    }
  }

  /** Ends with every problem found, one sentence each, after where they were found. */
  void throwIfBroken(String where) {
    if (!problems.isEmpty()) {
      throw new UserException("Bad " + where + ": " + String.join("; ", problems) + ".");
    }
  }
}
