package io.graft.progress;

import java.util.Locale;

/** One line that says how far a long step is, how fast it goes and when it ends. */
public final class ProgressLine {

  private ProgressLine() {}

  /**
   * Such as {@code extract: 1,240 of 2,400 images, 217 images/s, 5 s left}.
   *
   * @param what the step
   * @param done images behind it, 0 to {@code total}
   * @param seconds since the step began
   */
  public static String of(String what, long done, long total, double seconds) {
    String counts = String.format(Locale.ROOT, "%s: %,d of %,d images", what, done, total);
    if (done == 0 || !(seconds > 0)) {
      return counts;
    }
    double perSecond = done / seconds;
    String rate = String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
    String end =
        done >= total
            ? "done in " + duration(seconds)
            : duration((total - done) / perSecond) + " left";
    return "%s, %s images/s, %s".formatted(counts, rate, end);
  }

  /** Such as {@code 0.4 s}, {@code 42 s}, {@code 3 min 5 s} or {@code 2 h 10 min}. */
  public static String duration(double seconds) {
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return "%d min %d s".formatted(whole / 60, whole % 60);
    }
    return "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
  }
}
