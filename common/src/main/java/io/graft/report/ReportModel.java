package io.graft.report;

import io.graft.evaluation.Evaluation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a report tells; maps are shown in their own order.
 *
 * @param title heading of the page
 * @param facts what was run: base model, cut, case, seed and the like, as name and value
 * @param evaluation metrics of the final model
 * @param quarantineByReason files of the whole set that could not be used, by reason
 * @param secondsByStage wall-clock seconds of each stage
 */
public record ReportModel(
    String title,
    Map<String, String> facts,
    Evaluation evaluation,
    Map<String, Long> quarantineByReason,
    Map<String, Double> secondsByStage) {

  public ReportModel {
    facts = ordered(facts);
    quarantineByReason = ordered(quarantineByReason);
    secondsByStage = ordered(secondsByStage);
  }

  /** {@link Map#copyOf} would lose the order. */
  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
