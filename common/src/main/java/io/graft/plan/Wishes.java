package io.graft.plan;

import java.util.List;
import java.util.Optional;

/**
 * What the user has decided already.
 *
 * @param transferCase empty for the plan's own
 * @param cuts empty for the plan's own
 */
public record Wishes(Optional<TransferCase> transferCase, List<PlannedCut> cuts) {

  /** Everything is left to the plan. */
  public static final Wishes NONE = new Wishes(Optional.empty(), List.of());

  /** Whether anything is decided. */
  public boolean isEmpty() {
    return transferCase.isEmpty() && cuts.isEmpty();
  }
}
