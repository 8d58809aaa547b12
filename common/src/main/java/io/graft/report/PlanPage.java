package io.graft.report;

import static io.graft.report.HtmlTable.Column.NUMBER;
import static io.graft.report.HtmlTable.Column.TEXT;

import io.graft.plan.CutScore;
import io.graft.plan.Decision;
import io.graft.plan.Evidence;
import io.graft.plan.Finding;
import io.graft.plan.Plan;
import io.graft.plan.PlannedCut;
import io.graft.plan.SizeEvidence;
import io.graft.report.LayerCurvePlot.Emphasis;
import io.graft.report.LayerCurveSection.Row;
import java.util.List;
import java.util.stream.Collectors;

/** A plan as one HTML page: the decision, its reasons, the layer curve and all figures. */
public final class PlanPage {

  private PlanPage() {}

  /** The page, to be stored as UTF-8. All text is escaped. */
  public static String render(Plan plan) {
    Evidence evidence = plan.evidence();
    return HtmlReport.head("Plan for " + plan.images())
        + summary(plan.decision())
        + HtmlReport.section("Why", findings(plan.decision()))
        + new LayerCurveSection(rows(evidence.layers().curve(), plan.decision())).html()
        + HtmlReport.section("Cuts", scores(evidence, plan.decision()))
        + HtmlReport.section("Images", size(evidence.size()))
        + "</body>\n</html>\n";
  }

  private static String summary(Decision decision) {
    return """
        <div class="summary">
        <p class="headline">Case %d: %s</p>
        <p>Cut at %s; %s.</p>
        </div>
        """
        .formatted(
            decision.transferCase(),
            HtmlText.escape(decision.title()),
            HtmlText.escape(
                decision.cuts().stream()
                    .map(PlannedCut::toString)
                    .collect(Collectors.joining(" + "))),
            HtmlText.escape(decision.treatment()));
  }

  private static String findings(Decision decision) {
    HtmlTable table = new HtmlTable(TEXT, TEXT).header("Rule", "What it saw");
    for (Finding finding : decision.findings()) {
      table.row(finding.rule(), finding.text());
    }
    return table.html();
  }

  private static List<Row> rows(List<CutScore> curve, Decision decision) {
    return curve.stream()
        .map(
            score ->
                new Row(
                    score.name(),
                    score.width(),
                    score.accuracy(),
                    score.standardError(),
                    score.cuts().equals(decision.cuts()) ? Emphasis.CHOSEN : Emphasis.NONE))
        .toList();
  }

  private static String scores(Evidence evidence, Decision decision) {
    HtmlTable table =
        new HtmlTable(TEXT, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER)
            .header("Cut", "Features", "Accuracy", "Standard error", "LogME", "H-score");
    for (List<CutScore> scores : List.of(evidence.layers().curve(), evidence.layers().others())) {
      for (CutScore score : scores) {
        table.row(
            score.name() + (score.cuts().equals(decision.cuts()) ? " (chosen)" : ""),
            NumberText.count(score.width()),
            NumberText.metric(score.accuracy()),
            NumberText.metric(score.standardError()),
            score.logMe() == null ? "" : NumberText.metric(score.logMe()),
            score.hScore() == null ? "" : NumberText.metric(score.hScore()));
      }
    }
    return table.html();
  }

  private static String size(SizeEvidence size) {
    HtmlTable table = new HtmlTable(TEXT, NUMBER).header("Class", "Distinct images");
    size.imagesPerClass().forEach((label, count) -> table.row(label, NumberText.count(count)));
    return "<p>%s listed, %s quarantined, %s duplicates, %s near-duplicates (%s).</p>\n"
            .formatted(
                NumberText.count(size.listed()),
                NumberText.count(size.quarantined()),
                NumberText.count(size.duplicates()),
                NumberText.count(size.nearDuplicates()),
                size.basis() == SizeEvidence.Basis.ALL
                    ? "every image of the train split looked at"
                    : "estimated from a sample")
        + table.html();
  }
}
