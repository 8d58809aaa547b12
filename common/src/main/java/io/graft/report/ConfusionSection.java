package io.graft.report;

import io.graft.evaluation.Evaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which class is taken for which: the whole matrix, or its worst cells where there are many. */
final class ConfusionSection {

  private static final int CLASSES_IN_MATRIX = 30;
  private static final int PAIRS = 30;

  private final List<String> labels;
  private final List<List<Long>> matrix;

  ConfusionSection(Evaluation evaluation) {
    this.labels = evaluation.labels();
    this.matrix = evaluation.confusionMatrix();
  }

  String html() {
    return labels.size() <= CLASSES_IN_MATRIX ? matrixHtml() : pairsHtml();
  }

  private String matrixHtml() {
    StringBuilder html = new StringBuilder("<h2>Confusion matrix</h2>\n");
    html.append("<p>Rows: actual class. Columns: predicted class. Shade: share of the row.</p>\n");
    html.append("<div class=\"scroll\"><table class=\"matrix\">\n<thead><tr>");
    html.append("<th class=\"corner\">actual ↓ predicted →</th>");
    labels.forEach(label -> html.append(columnHead(label)));
    html.append("<th class=\"number\" scope=\"col\">images</th></tr></thead>\n");
    for (int actual = 0; actual < labels.size(); actual++) {
      html.append(rowHead(labels.get(actual)));
      for (int predicted = 0; predicted < labels.size(); predicted++) {
        html.append(cell(actual, predicted));
      }
      html.append("<td class=\"number\">").append(NumberText.count(images(actual)));
      html.append("</td></tr>\n");
    }
    return html + "</table></div>\n";
  }

  private static String rowHead(String label) {
    return "<tr><th scope=\"row\" title=\"%s\">%s</th>"
        .formatted(HtmlText.escape(label), HtmlText.isolate(label));
  }

  private static String columnHead(String label) {
    return "<th class=\"upright\" scope=\"col\" title=\"%s\"><span>%s</span></th>"
        .formatted(HtmlText.escape(label), HtmlText.isolate(label));
  }

  private String cell(int actual, int predicted) {
    long count = matrix.get(actual).get(predicted);
    if (count == 0) {
      return "<td class=\"none\">0</td>";
    }
    double share = (double) count / images(actual);
    return String.format(
        Locale.ROOT,
        "<td class=\"%s\" style=\"--share:%.2f\" title=\"%s → %s: %s\">%s</td>",
        actual == predicted ? "right" : "wrong",
        share,
        HtmlText.escape(labels.get(actual)),
        HtmlText.escape(labels.get(predicted)),
        NumberText.percent(share),
        NumberText.count(count));
  }

  private String pairsHtml() {
    List<Pair> pairs = mostConfused();
    String heading = "<h2>Most confused classes</h2>\n";
    if (pairs.isEmpty()) {
      return heading + "<p>No image was taken for another class.</p>\n";
    }
    HtmlTable table =
        new HtmlTable(
                HtmlTable.Column.TEXT,
                HtmlTable.Column.TEXT,
                HtmlTable.Column.NUMBER,
                HtmlTable.Column.NUMBER)
            .header("Actual", "Predicted", "Images", "Share of the actual class");
    for (Pair pair : pairs) {
      table.row(
          labels.get(pair.actual()),
          labels.get(pair.predicted()),
          NumberText.count(pair.count()),
          NumberText.percent((double) pair.count() / images(pair.actual())));
    }
    String note =
        ("<p>The %d pairs with most images;"
                + " the whole matrix of %d classes is in evaluation.json.</p>\n")
            .formatted(pairs.size(), labels.size());
    return heading + note + table.html();
  }

  private record Pair(int actual, int predicted, long count) {}

  private List<Pair> mostConfused() {
    List<Pair> pairs = new ArrayList<>();
    for (int actual = 0; actual < labels.size(); actual++) {
      for (int predicted = 0; predicted < labels.size(); predicted++) {
        long count = matrix.get(actual).get(predicted);
        if (actual != predicted && count > 0) {
          pairs.add(new Pair(actual, predicted, count));
        }
      }
    }
    return pairs.stream()
        .sorted(Comparator.comparingLong(Pair::count).reversed())
        .limit(PAIRS)
        .toList();
  }

  private long images(int actual) {
    return matrix.get(actual).stream().mapToLong(Long::longValue).sum();
  }
}
