package io.graft.jobs;

import io.graft.plan.CutScore;
import io.graft.plan.Decision;
import io.graft.plan.Finding;
import io.graft.plan.Plan;
import io.graft.plan.PlannedCut;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plan as a person reads it on the screen in ten seconds. */
final class PlanText {

  private static final int BAR = 30;

  private PlanText() {}

  static String of(Plan plan) {
    StringBuilder text = new StringBuilder();
    Decision decision = plan.decision();
    line(text, "case", "%d: %s", decision.transferCase(), decision.title());
    line(text, "cut", "%s", cuts(decision));
    line(text, "then", "%s", decision.treatment());
    line(text, "takes", "%s", cost(plan));
    String label = "why";
    for (Finding finding : decision.findings()) {
      line(text, label, "%s (%s)", finding.text(), finding.rule());
      label = "";
    }
    if (plan.suggestion().transferCase() != decision.transferCase()
        || !plan.suggestion().cuts().equals(decision.cuts())) {
      line(
          text,
          "else",
          "left to itself, the plan would have chosen case %d, cut at %s",
          plan.suggestion().transferCase(),
          cuts(plan.suggestion()));
    }
    curve(text, plan);
    return text.toString();
  }

  private static String cuts(Decision decision) {
    return decision.cuts().stream().map(PlannedCut::toString).collect(Collectors.joining(" + "));
  }

  private static String cost(Plan plan) {
    double frozen = plan.evidence().cost().frozenSeconds();
    return decidedLarge(plan.decision())
        ? "about %s for %d epochs"
            .formatted(
                duration(plan.evidence().cost().fineTuneSeconds()), plan.evidence().cost().epochs())
        : String.format(
            Locale.ROOT,
            "about %s to extract the features of %,d images (%,.0f images/s here)",
            duration(frozen),
            plan.evidence().size().images(),
            plan.evidence().cost().imagesPerSecond());
  }

  private static boolean decidedLarge(Decision decision) {
    return decision.transferCase() > 2;
  }

  private static void curve(StringBuilder text, Plan plan) {
    List<CutScore> scores = new ArrayList<>(plan.evidence().layers().curve());
    scores.addAll(plan.evidence().layers().others());
    int width = scores.stream().mapToInt(score -> score.name().length()).max().orElse(0);
    String label = "layers";
    for (CutScore score : scores) {
      boolean chosen = score.cuts().equals(plan.decision().cuts());
      line(
          text,
          label,
          "%-" + width + "s  %.3f ± %.3f %s%s",
          score.name(),
          score.accuracy(),
          score.standardError(),
          "█".repeat((int) Math.round(BAR * score.accuracy())),
          chosen ? " <- chosen" : "");
      label = "";
    }
  }

  private static String duration(double seconds) {
    if (seconds < 90) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    return seconds < 5400
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f hours", seconds / 3600);
  }

  private static void line(StringBuilder text, String label, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "%-10s ", label))
        .append(String.format(Locale.ROOT, format, values))
        .append(System.lineSeparator());
  }
}
