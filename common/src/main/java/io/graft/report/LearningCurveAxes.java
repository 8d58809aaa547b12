package io.graft.report;

import static io.graft.report.LayerCurvePlot.number;

import io.graft.report.LearningCurvePlot.Point;
import io.graft.report.LearningCurvePlot.Series;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/** Where the points of learning curves stand, and their axes. */
final class LearningCurveAxes {

  static final double WIDTH = 820;
  static final double HEIGHT = 320;
  static final double TOP = 24;

  /** Right of it stands the legend. */
  static final double RIGHT_END = 600;

  private static final double LEFT = 70;
  private static final double BOTTOM = 264;
  private static final int MOST_TICKS = 6;
  private static final int MOST_EPOCHS = 12;

  private final int epochs;
  private final double lowest;
  private final double highest;
  private final double tick;

  private LearningCurveAxes(int epochs, double low, double high) {
    this.epochs = Math.max(1, epochs);
    this.tick = tick(Math.max(high - low, 1e-3), MOST_TICKS);
    this.lowest = Math.floor(low / tick) * tick;
    this.highest = Math.max(Math.ceil(high / tick) * tick, lowest + tick);
  }

  static LearningCurveAxes of(List<Series> series) {
    List<Point> points = series.stream().flatMap(line -> line.points().stream()).toList();
    DoubleSummaryStatistics values = points.stream().mapToDouble(Point::value).summaryStatistics();
    int epochs = points.stream().mapToInt(Point::epoch).max().orElseThrow();
    return new LearningCurveAxes(epochs, values.getMin(), values.getMax());
  }

  double x(int epoch) {
    return LEFT + (RIGHT_END - LEFT) * epoch / epochs;
  }

  double y(double value) {
    return BOTTOM - (value - lowest) / (highest - lowest) * (BOTTOM - TOP);
  }

  /** Grid, ticks and titles of both axes. */
  String svg(String title) {
    StringBuilder svg = new StringBuilder();
    int ticks = (int) Math.round((highest - lowest) / tick);
    for (int i = 0; i <= ticks; i++) {
      double value = lowest + i * tick;
      svg.append(
          "<path class=\"grid\" d=\"M%s %sH%s\"/><text class=\"tick\" x=\"%s\" y=\"%s\">%s</text>\n"
              .formatted(
                  number(LEFT),
                  number(y(value)),
                  number(RIGHT_END),
                  number(LEFT - 8),
                  number(y(value) + 4),
                  text(value)));
    }
    int step = (int) Math.max(1, tick(epochs, MOST_EPOCHS));
    for (int epoch = 0; epoch <= epochs; epoch += step) {
      svg.append(
          "<text class=\"epoch\" x=\"%s\" y=\"%s\">%d</text>\n"
              .formatted(number(x(epoch)), number(BOTTOM + 18), epoch));
    }
    svg.append(
        "<text class=\"axis\" transform=\"translate(18 %s) rotate(-90)\">%s</text>\n"
            .formatted(number((TOP + BOTTOM) / 2), HtmlText.escape(title)));
    return svg.append(
            "<text class=\"axis\" x=\"%s\" y=\"%s\">Epoch</text>\n"
                .formatted(number((LEFT + RIGHT_END) / 2), number(HEIGHT - 14)))
        .toString();
  }

  private String text(double value) {
    int decimals = Math.max(0, (int) Math.ceil(-Math.log10(tick)));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** A distance of 1, 2 or 5 times a power of ten, that leaves no more ticks than wanted. */
  private static double tick(double range, int most) {
    double power = Math.pow(10, Math.floor(Math.log10(range / most)));
    for (int times : new int[] {1, 2, 5}) {
      if (range / (times * power) <= most) {
        return times * power;
      }
    }
    return 10 * power;
  }
}
