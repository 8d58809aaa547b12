package io.graft.spark;

import io.graft.error.UserException;
import io.graft.training.TrainingHistory;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * What {@code checkpoint.json} says of a checkpoint.
 *
 * @param fingerprint what is trained on what and how, by name: only where all of it is the same can
 *     a training go on
 * @param parameters how many the network has
 * @param updaterValues how many the optimiser's state has
 */
record CheckpointInfo(
    int epoch,
    int round,
    Map<String, String> fingerprint,
    int parameters,
    int updaterValues,
    TrainingHistory history) {

  static final String FILE = "checkpoint.json";

  /**
   * Sees to it that the training that is asked for is the one that made this.
   *
   * @throws UserException naming the first difference
   */
  void requireSame(Map<String, String> asked, Path folder) {
    asked.forEach(
        (what, value) -> {
          if (!value.equals(fingerprint.get(what))) {
            throw new UserException(
                "The checkpoint %s comes from a training with another %s (%s; asked for: %s), so that it can't go on from there. Run it as before, choose another --out, or begin anew with --overwrite."
                    .formatted(folder, what, fingerprint.get(what), value));
          }
        });
  }
}
