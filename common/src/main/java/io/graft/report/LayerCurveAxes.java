package io.graft.report;

import static io.graft.report.LayerCurvePlot.number;

import java.util.List;

/**
 * Where the layer curve's points stand, and its axes: room follows the number and length of names.
 */
final class LayerCurveAxes {

  private static final int LONGEST_NAME = 28;
  private static final double CHARACTER = 6.6;
  private static final double SLANT_DEGREES = 40;
  private static final double PLOT_WIDTH = 620;
  private static final double PLOT_HEIGHT = 300;

  /** Two slanted lines of text next to each other must not touch. */
  private static final double LEAST_STEP = 24;

  private static final double TOP = 34;
  private static final double RIGHT = 40;
  private static final double LEAST_LEFT = 70;
  private static final double AXIS_TITLE = 26;

  /** Tick distances in hundredths of accuracy, of which the first with few ticks is taken. */
  private static final int[] TICKS = {1, 2, 5, 10, 20};

  private static final int MOST_TICKS = 8;

  private final double left;
  private final double step;
  private final double width;
  private final double bottom;
  private final double height;
  private final int lowest;
  private final int highest;
  private final int tick;

  private LayerCurveAxes(int points, int longestName, double low, double high) {
    double slant = Math.toRadians(SLANT_DEGREES);
    double name = Math.min(longestName, LONGEST_NAME) * CHARACTER;
    this.step = Math.max(LEAST_STEP, PLOT_WIDTH / points);
    // The first name reaches to the left of its point.
    this.left = Math.max(LEAST_LEFT, name * Math.cos(slant) - step / 2 + 8);
    this.width = left + step * points + RIGHT;
    this.bottom = TOP + PLOT_HEIGHT;
    this.height = bottom + 20 + name * Math.sin(slant) + AXIS_TITLE;
    this.tick = tick(low, high);
    this.lowest = Math.min((int) Math.floor(100 * low / tick) * tick, 100 - tick);
    this.highest = Math.max((int) Math.ceil(100 * high / tick) * tick, lowest + tick);
  }

  static LayerCurveAxes of(List<LayerCurvePlot.Point> points) {
    double low =
        points.stream()
            .mapToDouble(LayerCurvePlot.Point::low)
            .min()
            .orElseThrow(() -> new IllegalArgumentException("a curve without points"));
    double high = points.stream().mapToDouble(LayerCurvePlot.Point::high).max().orElseThrow();
    int longest = points.stream().mapToInt(point -> codePoints(point.layer())).max().orElseThrow();
    return new LayerCurveAxes(points.size(), longest, low, high);
  }

  String width() {
    return number(width);
  }

  String height() {
    return number(height);
  }

  double x(int index) {
    return left + step * (index + 0.5);
  }

  double y(double accuracy) {
    return bottom - (100 * accuracy - lowest) / (highest - lowest) * PLOT_HEIGHT;
  }

  /** Grid, ticks and titles of both axes. */
  String svg(List<String> layers) {
    StringBuilder svg = new StringBuilder();
    for (int percent = lowest; percent <= highest; percent += tick) {
      String y = number(y(percent / 100.0));
      svg.append(
          "<path class=\"grid\" d=\"M%s %sH%s\"/><text class=\"tick\" x=\"%s\" y=\"%s\">%d %%</text>\n"
              .formatted(
                  number(left),
                  y,
                  number(width - RIGHT),
                  number(left - 8),
                  number(y(percent / 100.0) + 4),
                  percent));
    }
    for (int index = 0; index < layers.size(); index++) {
      svg.append(name(layers.get(index), x(index)));
    }
    double middle = (TOP + bottom) / 2;
    double side = left - LEAST_LEFT + 18;
    svg.append(
        "<text class=\"axis\" transform=\"translate(%s %s) rotate(-90)\">Accuracy</text>\n"
            .formatted(number(side), number(middle)));
    svg.append(
        "<text class=\"axis\" x=\"%s\" y=\"%s\">Cut, from early to late</text>\n"
            .formatted(number((left + width - RIGHT) / 2), number(height - 9)));
    return svg.toString();
  }

  private String name(String layer, double x) {
    return "<text class=\"layer\" transform=\"translate(%s %s) rotate(-%s)\">%s</text>\n"
        .formatted(
            number(x + 4), number(bottom + 16), number(SLANT_DEGREES), HtmlText.escape(cut(layer)));
  }

  /** The end of a layer's name tells more than its beginning. */
  private static String cut(String layer) {
    int length = codePoints(layer);
    if (length <= LONGEST_NAME) {
      return layer;
    }
    return "…" + layer.substring(layer.offsetByCodePoints(0, length - LONGEST_NAME + 1));
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  private static int tick(double low, double high) {
    for (int candidate : TICKS) {
      double first = Math.floor(100 * low / candidate);
      if (Math.ceil(100 * high / candidate) - first <= MOST_TICKS) {
        return candidate;
      }
    }
    throw new IllegalStateException("no ticks for " + low + " to " + high);
  }
}
