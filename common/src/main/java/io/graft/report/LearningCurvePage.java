package io.graft.report;

import static io.graft.report.HtmlTable.Column.NUMBER;
import static io.graft.report.HtmlTable.Column.TEXT;

import io.graft.report.LearningCurvePlot.Colour;
import io.graft.report.LearningCurvePlot.Point;
import io.graft.report.LearningCurvePlot.Series;
import io.graft.report.LearningCurvePlot.Stroke;
import io.graft.training.FineTuneHistory;
import io.graft.training.TrainingHistory;
import io.graft.training.TrainingHistory.Epoch;
import io.graft.training.ValidationScore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A fine-tuning as one HTML page: its learning curves, and their figures. */
public final class LearningCurvePage {

  private LearningCurvePage() {}

  /** The page, to be stored as UTF-8. All text is escaped. */
  public static String render(FineTuneHistory history) {
    StringBuilder html = new StringBuilder(HtmlReport.head("Fine-tuning")).append(summary(history));
    if (!history.trainings().isEmpty()) {
      html.append(HtmlReport.section("Accuracy", plot("Validation accuracy", accuracies(history))))
          .append(HtmlReport.section("Loss", plot("Loss", losses(history))))
          .append(HtmlReport.section("Epochs", epochs(history)));
    }
    return html.append("</body>\n</html>\n").toString();
  }

  private static String summary(FineTuneHistory history) {
    StringBuilder html = new StringBuilder("<div class=\"summary\">\n");
    history
        .trainings()
        .forEach(
            (name, training) ->
                html.append(
                    "<p class=\"headline\">From %s weights: accuracy %s%s</p>\n"
                        .formatted(
                            HtmlText.escape(name),
                            NumberText.percent(training.bestScore().accuracy()),
                            name.equals(history.kept()) ? " (kept)" : "")));
    return html.append(
            "<p>%s training images, %d workers, preset %s.</p>\n</div>\n"
                .formatted(
                    NumberText.count(history.images()),
                    history.workers(),
                    HtmlText.escape(history.preset())))
        .toString();
  }

  private static String plot(String title, List<Series> series) {
    return "<div class=\"scroll\">" + LearningCurvePlot.svg(title, series) + "</div>\n";
  }

  private static List<Series> accuracies(FineTuneHistory history) {
    List<Series> series = new ArrayList<>();
    history
        .trainings()
        .forEach(
            (name, training) ->
                series.add(
                    new Series(
                        name,
                        colour(series),
                        Stroke.SOLID,
                        validation(training, ValidationScore::accuracy))));
    return series;
  }

  private static List<Series> losses(FineTuneHistory history) {
    List<Series> series = new ArrayList<>();
    history
        .trainings()
        .forEach(
            (name, training) -> {
              Colour colour = colour(series);
              List<Point> trained =
                  training.epochs().stream()
                      .map(epoch -> new Point(epoch.epoch(), epoch.loss()))
                      .toList();
              series.add(
                  new Series(
                      name + ", validation",
                      colour,
                      Stroke.SOLID,
                      validation(training, ValidationScore::loss)));
              series.add(new Series(name + ", training", colour, Stroke.DASHED, trained));
            });
    return series;
  }

  private static Colour colour(List<Series> before) {
    return before.isEmpty() ? Colour.FIRST : Colour.SECOND;
  }

  private static List<Point> validation(
      TrainingHistory training, ToDoubleFunction<ValidationScore> figure) {
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, figure.applyAsDouble(training.start())));
    for (Epoch epoch : training.epochs()) {
      points.add(new Point(epoch.epoch(), figure.applyAsDouble(epoch.validation())));
    }
    return points;
  }

  private static String epochs(FineTuneHistory history) {
    HtmlTable table =
        new HtmlTable(TEXT, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER)
            .header(
                "From", "Epoch", "Training loss", "Validation loss", "Validation accuracy", "Time");
    history
        .trainings()
        .forEach(
            (name, training) -> {
              row(table, name, "0", "", training.start(), "");
              for (Epoch epoch : training.epochs()) {
                row(
                    table,
                    name,
                    epoch.epoch() + (epoch.epoch() == training.bestEpoch() ? " (best)" : ""),
                    NumberText.metric(epoch.loss()),
                    epoch.validation(),
                    NumberText.seconds(epoch.seconds()));
              }
            });
    return table.html();
  }

  private static void row(
      HtmlTable table,
      String name,
      String epoch,
      String loss,
      ValidationScore score,
      String seconds) {
    table.row(
        name,
        epoch,
        loss,
        NumberText.metric(score.loss()),
        NumberText.percent(score.accuracy()),
        seconds);
  }
}
