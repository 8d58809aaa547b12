package io.graft.plan;

import java.util.Map;

/**
 * {@code plan.json}: a decision with all its evidence.
 *
 * @param decision what is to be done
 * @param suggestion what Graft would have chosen; the decision itself where the user left it to
 *     Graft
 * @param secondsByStage that planning took
 */
public record Plan(
    String images,
    String baseModel,
    String baseModelSha256,
    long seed,
    Decision decision,
    Decision suggestion,
    Evidence evidence,
    Map<String, Double> secondsByStage,
    String graftVersion) {}
