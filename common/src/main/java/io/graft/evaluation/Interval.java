package io.graft.evaluation;

/**
 * A closed interval of a proportion.
 *
 * @param low lower bound, 0 to {@code high}
 * @param high upper bound, {@code low} to 1
 */
public record Interval(double low, double high) {

  /** The 97.5 % point of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * The 95 % score interval of a proportion (Wilson, 1927; method 3 in Newcombe, "Two-sided
   * confidence intervals for the single proportion", 1998). Unlike the normal approximation it
   * keeps to 0..1 and is sound for small sets and accuracies near 1.
   *
   * @throws IllegalArgumentException unless 0 &lt;= successes &lt;= trials and trials &gt; 0
   */
  public static Interval wilson(long successes, long trials) {
    if (trials <= 0 || successes < 0 || successes > trials) {
      throw new IllegalArgumentException(successes + " successes in " + trials + " trials");
    }
    double proportion = (double) successes / trials;
    double spread = Z * Z / trials;
    double centre = (proportion + spread / 2) / (1 + spread);
    double half = Math.sqrt((proportion * (1 - proportion) + spread / 4) * spread) / (1 + spread);
    // At the ends the bound is exact, which rounding would miss.
    double low = successes == 0 ? 0 : centre - half;
    double high = successes == trials ? 1 : centre + half;
    return new Interval(low, high);
  }
}
