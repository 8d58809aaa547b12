package io.graft.report;

import java.util.Locale;

/** Numbers as the report shows them, the same in every locale. */
final class NumberText {

  private NumberText() {}

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  static String metric(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  /** Thousands apart by narrow spaces, which no locale takes for a decimal mark. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', '\u202F');
  }

  static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }
}
