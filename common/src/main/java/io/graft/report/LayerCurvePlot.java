package io.graft.report;

import java.util.List;
import java.util.Locale;

/**
 * The layer curve as a picture: accuracy of a head on each cut, with its spread, from the early
 * cuts to the late ones (as in Yosinski et al., "How transferable are features in deep neural
 * networks?", 2014). An SVG that needs nothing beside it and follows light and dark screens.
 */
public final class LayerCurvePlot {

  private LayerCurvePlot() {}

  /** Which points stand out. */
  public enum Emphasis {
    NONE,
    CHOSEN
  }

  /**
   * One cut.
   *
   * @param layer its name
   * @param accuracy 0 to 1
   * @param low lower end of its spread, 0 to {@code accuracy}
   * @param high upper end of its spread, {@code accuracy} to 1
   * @param emphasis whether this is the cut that was chosen
   */
  public record Point(String layer, double accuracy, double low, double high, Emphasis emphasis) {

    /**
     * @throws IllegalArgumentException where the figures are out of range or out of order
     */
    public Point {
      // Written so that NaN fails too.
      if (!(0 <= low && low <= accuracy && accuracy <= high && high <= 1)) {
        throw new IllegalArgumentException(
            "layer %s: accuracy %s in %s to %s".formatted(layer, accuracy, low, high));
      }
    }
  }

  /**
   * The picture, to stand alone or within a page.
   *
   * @param points at least one, from early to late cut
   * @throws IllegalArgumentException where there is none
   */
  public static String svg(List<Point> points) {
    LayerCurveAxes axes = LayerCurveAxes.of(points);
    return head(points, axes)
        + axes.svg(points.stream().map(Point::layer).toList())
        + line(points, axes)
        + marks(points, axes)
        + "</svg>\n";
  }

  private static String head(List<Point> points, LayerCurveAxes axes) {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" class="layer-curve" role="img" \
        aria-labelledby="layer-curve-title layer-curve-description" viewBox="0 0 %1$s %2$s" \
        width="%1$s" height="%2$s">
        <title id="layer-curve-title">Accuracy by cut</title>
        <desc id="layer-curve-description">%3$s</desc>
        <style>
        %4$s</style>
        <rect class="page" width="%1$s" height="%2$s"/>
        """
        .formatted(
            axes.width(), axes.height(), HtmlText.escape(description(points)), LayerCurveStyle.CSS);
  }

  /** The curve in words, for those who can't see it. */
  private static String description(List<Point> points) {
    StringBuilder text =
        new StringBuilder("Accuracy of a head on each cut, from the earliest cut to the latest:");
    String separator = " ";
    for (Point point : points) {
      text.append(separator).append(summary(point));
      separator = "; ";
    }
    return text.append('.').toString();
  }

  private static String summary(Point point) {
    return "%s %s (%s to %s)%s"
        .formatted(
            point.layer(),
            NumberText.percent(point.accuracy()),
            NumberText.percent(point.low()),
            NumberText.percent(point.high()),
            point.emphasis() == Emphasis.CHOSEN ? ", chosen" : "");
  }

  private static String line(List<Point> points, LayerCurveAxes axes) {
    StringBuilder path = new StringBuilder("<polyline class=\"curve\" points=\"");
    for (int index = 0; index < points.size(); index++) {
      path.append(index == 0 ? "" : " ").append(number(axes.x(index)));
      path.append(',').append(number(axes.y(points.get(index).accuracy())));
    }
    return path + "\"/>\n";
  }

  private static String marks(List<Point> points, LayerCurveAxes axes) {
    StringBuilder svg = new StringBuilder();
    StringBuilder values = new StringBuilder();
    for (int index = 0; index < points.size(); index++) {
      Point point = points.get(index);
      svg.append(mark(point, axes.x(index), axes));
      if (point.emphasis() == Emphasis.CHOSEN) {
        values.append(value(point, axes.x(index), axes));
      }
    }
    // Text last: over the neighbours' bars, not below them.
    return svg.append(values).toString();
  }

  private static String mark(Point point, double x, LayerCurveAxes axes) {
    double low = axes.y(point.low());
    double high = axes.y(point.high());
    double y = axes.y(point.accuracy());
    boolean isChosen = point.emphasis() == Emphasis.CHOSEN;
    String spread =
        "<path class=\"spread\" d=\"M%1$s %2$sH%3$sM%4$s %2$sV%5$sM%1$s %5$sH%3$s\"/>"
            .formatted(number(x - 4), number(low), number(x + 4), number(x), number(high));
    String dot =
        "<circle class=\"dot\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>"
            .formatted(number(x), number(y), isChosen ? "6.5" : "4");
    return "<g class=\"%s\"><title>%s</title>%s%s</g>\n"
        .formatted(isChosen ? "chosen" : "cut", HtmlText.escape(summary(point)), spread, dot);
  }

  private static String value(Point point, double x, LayerCurveAxes axes) {
    return "<text class=\"value\" x=\"%s\" y=\"%s\">chosen: %s</text>\n"
        .formatted(
            number(x), number(axes.y(point.high()) - 9), NumberText.percent(point.accuracy()));
  }

  /** A coordinate, to a tenth of a pixel. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
