package io.graft.report;

import static io.graft.report.LayerCurvePlot.number;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Figures by epoch as a picture, a line for each series. An SVG that needs nothing beside it and
 * follows light and dark screens.
 */
final class LearningCurvePlot {

  private LearningCurvePlot() {}

  /** Whose line it is; each has its own colour. */
  enum Colour {
    FIRST,
    SECOND
  }

  /** How the line is drawn. */
  enum Stroke {
    SOLID,
    DASHED
  }

  /** At the end of an epoch, or at 0 before the first one. */
  record Point(int epoch, double value) {}

  /**
   * One line.
   *
   * @param points in the order of epochs; those that are no finite number are left out
   */
  record Series(String name, Colour colour, Stroke stroke, List<Point> points) {

    Series {
      points = points.stream().filter(point -> Double.isFinite(point.value())).toList();
    }

    private String classes() {
      return (colour + " " + stroke).toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The picture.
   *
   * @param title what is shown, such as "Loss"
   * @param series with at least one point among them
   */
  static String svg(String title, List<Series> series) {
    LearningCurveAxes axes = LearningCurveAxes.of(series);
    StringBuilder svg = new StringBuilder(head(title, series)).append(axes.svg(title));
    int row = 0;
    for (Series line : series) {
      svg.append(line(line, axes)).append(legend(line, row++));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String head(String title, List<Series> series) {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" class="learning-curve" role="img" \
        aria-label="%1$s" viewBox="0 0 %3$s %4$s" width="%3$s" height="%4$s">
        <desc>%2$s</desc>
        <style>
        %5$s</style>
        <rect class="page" width="%3$s" height="%4$s"/>
        """
        .formatted(
            HtmlText.escape(title + " by epoch"),
            HtmlText.escape(description(series)),
            number(LearningCurveAxes.WIDTH),
            number(LearningCurveAxes.HEIGHT),
            LearningCurveStyle.CSS);
  }

  /** The lines in words, for those who can't see them. */
  private static String description(List<Series> series) {
    return series.stream()
        .filter(line -> !line.points().isEmpty())
        .map(
            line -> {
              Point first = line.points().get(0);
              Point last = line.points().get(line.points().size() - 1);
              return "%s from %s at epoch %d to %s at epoch %d"
                  .formatted(
                      line.name(),
                      NumberText.metric(first.value()),
                      first.epoch(),
                      NumberText.metric(last.value()),
                      last.epoch());
            })
        .collect(Collectors.joining("; ", "", "."));
  }

  private static String line(Series line, LearningCurveAxes axes) {
    String points =
        line.points().stream()
            .map(point -> number(axes.x(point.epoch())) + "," + number(axes.y(point.value())))
            .collect(Collectors.joining(" "));
    StringBuilder svg =
        new StringBuilder(
            "<g class=\"%s\"><polyline points=\"%s\"/>".formatted(line.classes(), points));
    for (Point point : line.points()) {
      svg.append(
          "<circle cx=\"%s\" cy=\"%s\" r=\"3\"><title>%s, epoch %d: %s</title></circle>"
              .formatted(
                  number(axes.x(point.epoch())),
                  number(axes.y(point.value())),
                  HtmlText.escape(line.name()),
                  point.epoch(),
                  NumberText.metric(point.value())));
    }
    return svg.append("</g>\n").toString();
  }

  private static String legend(Series line, int row) {
    double y = LearningCurveAxes.TOP + 4 + 18 * row;
    double x = LearningCurveAxes.RIGHT_END + 16;
    return "<g class=\"%s\"><path d=\"M%s %sh26\"/></g><text class=\"name\" x=\"%s\" y=\"%s\">%s</text>\n"
        .formatted(
            line.classes(),
            number(x),
            number(y),
            number(x + 34),
            number(y + 4),
            HtmlText.escape(line.name()));
  }
}
