package io.graft.jobs;

import io.graft.progress.ProgressLine;
import io.graft.spark.TrainingListener;
import io.graft.training.ScalingEstimate;
import io.graft.training.TrainingHistory;
import io.graft.training.TrainingHistory.Epoch;
import io.graft.training.TrainingHistory.Round;
import java.util.Locale;

/** Tells on standard error how far a training is: every few seconds, and at each epoch's end. */
final class TrainingProgress implements TrainingListener {

  private static final long NANOS_BETWEEN = 5_000_000_000L;

  private Extent extent;
  private long nextNanos;
  private long images;
  private double seconds;

  @Override
  public void expects(ScalingEstimate estimate, int workers) {
    System.err.print(FineTuneText.of(estimate, workers));
  }

  @Override
  public void note(String text) {
    System.err.println("fine-tune: " + text);
  }

  @Override
  public void begins(Extent training, TrainingHistory history) {
    extent = training;
    images = 0;
    seconds = 0;
    nextNanos = System.nanoTime();
    tell(
        history.rounds().isEmpty()
            ? "begins with validation accuracy %.3f, loss %.4f"
                .formatted(history.start().accuracy(), history.start().loss())
            : "goes on in epoch %d, behind %,d rounds"
                .formatted(history.epochs().size() + 1, history.rounds().size()));
  }

  @Override
  public void ended(Round round) {
    images += round.images();
    seconds += round.seconds();
    if (System.nanoTime() >= nextNanos) {
      nextNanos = System.nanoTime() + NANOS_BETWEEN;
      tell(
          "epoch %d of %d, round %d of %d, loss %.4f, %s images/s, %s left at most"
              .formatted(
                  round.epoch(),
                  extent.epochs(),
                  round.round(),
                  extent.rounds(),
                  round.loss(),
                  rate(),
                  left(round)));
    }
  }

  @Override
  public void endedEpoch(TrainingHistory history) {
    Epoch epoch = history.epochs().get(history.epochs().size() - 1);
    tell(
        "epoch %d of %d, loss %.4f, validation loss %.4f, accuracy %.3f%s, %s images/s"
            .formatted(
                epoch.epoch(),
                extent.epochs(),
                epoch.loss(),
                epoch.validation().loss(),
                epoch.validation().accuracy(),
                history.bestEpoch() == epoch.epoch() ? " (best so far)" : "",
                rate()));
  }

  private String rate() {
    double perSecond = images / seconds;
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
  }

  private String left(Round round) {
    double epochsBehind = round.epoch() - 1 + (double) round.round() / extent.rounds();
    double imagesLeft = (extent.epochs() - epochsBehind) * extent.images();
    return ProgressLine.duration(imagesLeft / (images / seconds));
  }

  private void tell(String text) {
    System.err.println("fine-tune (" + extent.name() + "): " + text);
  }
}
