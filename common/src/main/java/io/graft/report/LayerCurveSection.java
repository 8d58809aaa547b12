package io.graft.report;

import io.graft.report.LayerCurvePlot.Emphasis;
import io.graft.report.LayerCurvePlot.Point;
import java.util.List;

/** The layer curve in a page: the picture, and its figures in a table. */
public final class LayerCurveSection {

  /**
   * One cut.
   *
   * @param layer its name
   * @param width number of its features
   * @param accuracy mean over the folds, 0 to 1
   * @param standardError of that mean, 0 or more
   * @param emphasis whether this is the cut that was chosen
   */
  public record Row(
      String layer, int width, double accuracy, double standardError, Emphasis emphasis) {

    Point point() {
      return new Point(
          layer,
          accuracy,
          Math.max(0, accuracy - standardError),
          Math.min(1, accuracy + standardError),
          emphasis);
    }
  }

  private final List<Row> rows;

  /**
   * @param rows at least one, from early to late cut
   */
  public LayerCurveSection(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /** Heading, picture and table. */
  public String html() {
    return "<h2>Layer curve</h2>\n"
        + "<p>Cross-validated accuracy of a head on each cut, from early to late."
        + " Bars: one standard error to each side.</p>\n"
        + "<div class=\"scroll\">"
        + LayerCurvePlot.svg(rows.stream().map(Row::point).toList())
        + "</div>\n"
        + table();
  }

  private String table() {
    HtmlTable table =
        new HtmlTable(HtmlTable.Column.TEXT, HtmlTable.Column.NUMBER, HtmlTable.Column.NUMBER)
            .header("Cut", "Features", "Accuracy ± standard error");
    for (Row row : rows) {
      table.row(
          row.emphasis() == Emphasis.CHOSEN ? row.layer() + " (chosen)" : row.layer(),
          NumberText.count(row.width()),
          "%s ± %s"
              .formatted(
                  NumberText.percent(row.accuracy()), NumberText.percent(row.standardError())));
    }
    return table.html();
  }
}
