package io.graft.report;

import static io.graft.report.HtmlTable.Column.NUMBER;
import static io.graft.report.HtmlTable.Column.TEXT;

import io.graft.evaluation.ClassMetrics;
import io.graft.evaluation.Evaluation;
import java.util.Map;

/**
 * Writes a report as one HTML page without scripts or other files, so that it can be mailed or
 * opened from any store.
 */
public final class HtmlReport {

  private HtmlReport() {}

  /** The page, to be stored as UTF-8. All text of the model is escaped. */
  public static String render(ReportModel model) {
    return head(model.title())
        + summary(model.evaluation())
        + section("What was run", facts(model.facts()))
        + section("Classes", perClass(model.evaluation()))
        + new ConfusionSection(model.evaluation()).html()
        + section("Quarantine", quarantine(model.quarantineByReason()))
        + section("Time", times(model.secondsByStage()))
        + "</body>\n</html>\n";
  }

  static String head(String title) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" \
        content="default-src 'none'; style-src 'unsafe-inline'">
        <title>%1$s</title>
        <style>
        %2$s</style>
        </head>
        <body>
        <h1>%1$s</h1>
        """
        .formatted(HtmlText.escape(title), ReportStyle.CSS);
  }

  private static String summary(Evaluation evaluation) {
    StringBuilder html = new StringBuilder("<div class=\"summary\">\n");
    html.append(
        "<p class=\"headline\">Accuracy %s (95 %% interval %s to %s)</p>\n"
            .formatted(
                NumberText.percent(evaluation.accuracy()),
                NumberText.percent(evaluation.accuracyInterval().low()),
                NumberText.percent(evaluation.accuracyInterval().high())));
    html.append(
        "<p>%s: always naming the most frequent class scores %s.</p>\n"
            .formatted(verdict(evaluation), NumberText.percent(evaluation.baselineAccuracy())));
    html.append(
        "<p>Macro F1 %s. Calibration error %s.%s</p>\n"
            .formatted(
                NumberText.metric(evaluation.macroF1()),
                NumberText.metric(evaluation.calibrationError()),
                topFive(evaluation)));
    html.append(
        "<p>%s images evaluated, %s quarantined.</p>\n</div>\n"
            .formatted(
                NumberText.count(evaluation.images()), NumberText.count(evaluation.quarantined())));
    return html.toString();
  }

  /** Among five classes or fewer it is always 1. */
  private static String topFive(Evaluation evaluation) {
    return evaluation.labels().size() <= 5
        ? ""
        : " Top-5 accuracy " + NumberText.percent(evaluation.top5Accuracy()) + ".";
  }

  /** An accuracy whose interval reaches the baseline may be chance. */
  private static String verdict(Evaluation evaluation) {
    double baseline = evaluation.baselineAccuracy();
    if (evaluation.accuracyInterval().low() > baseline) {
      return "Better than the majority baseline";
    }
    return evaluation.accuracyInterval().high() < baseline
        ? "Worse than the majority baseline"
        : "Not shown to be better than the majority baseline";
  }

  private static String facts(Map<String, String> facts) {
    HtmlTable table = new HtmlTable(TEXT, TEXT);
    facts.forEach(table::row);
    return "<div class=\"facts\">" + table.html() + "</div>\n";
  }

  private static String perClass(Evaluation evaluation) {
    HtmlTable table =
        new HtmlTable(TEXT, NUMBER, NUMBER, NUMBER, NUMBER)
            .header("Class", "Images", "Precision", "Recall", "F1");
    for (ClassMetrics metrics : evaluation.perClass()) {
      table.row(
          metrics.label(),
          NumberText.count(metrics.images()),
          NumberText.metric(metrics.precision()),
          NumberText.metric(metrics.recall()),
          NumberText.metric(metrics.f1()));
    }
    return table.html();
  }

  private static String quarantine(Map<String, Long> countByReason) {
    if (countByReason.isEmpty()) {
      return "<p>No file was quarantined.</p>\n";
    }
    HtmlTable table = new HtmlTable(TEXT, NUMBER).header("Reason", "Files");
    countByReason.forEach((reason, count) -> table.row(reason, NumberText.count(count)));
    return table.html();
  }

  private static String times(Map<String, Double> secondsByStage) {
    HtmlTable table = new HtmlTable(TEXT, NUMBER).header("Stage", "Time");
    secondsByStage.forEach((stage, seconds) -> table.row(stage, NumberText.seconds(seconds)));
    double total = secondsByStage.values().stream().mapToDouble(Double::doubleValue).sum();
    return table.row("All stages", NumberText.seconds(total)).html();
  }

  static String section(String title, String body) {
    return "<h2>" + title + "</h2>\n" + body;
  }
}
