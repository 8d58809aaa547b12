package io.graft.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.graft.training.TrainingHistory;
import io.graft.training.TrainingHistory.Round;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * A training among Spark's own metrics of the driver, under {@code graft.training}, for whatever
 * sink Spark is configured with.
 */
final class TrainingMetrics implements TrainingListener, Source, AutoCloseable {

  private final MetricRegistry registry = new MetricRegistry();

  // Read by the sinks' threads.
  private volatile Round round = new Round(0, 0, 0, Double.NaN, 0);
  private volatile double validationAccuracy = Double.NaN;

  /** Shows them until it is closed. */
  TrainingMetrics() {
    gauge("epoch", () -> round.epoch());
    gauge("round", () -> round.round());
    gauge("loss", () -> round.loss());
    gauge("images-per-second", () -> round.images() / round.seconds());
    gauge("validation-accuracy", () -> validationAccuracy);
    SparkEnv.get().metricsSystem().registerSource(this);
  }

  private <T> void gauge(String name, Gauge<T> gauge) {
    registry.register(name, gauge);
  }

  @Override
  public String sourceName() {
    return "graft.training";
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  @Override
  public void ended(Round last) {
    round = last;
  }

  @Override
  public void endedEpoch(TrainingHistory history) {
    validationAccuracy = history.epochs().get(history.epochs().size() - 1).validation().accuracy();
  }

  @Override
  public void close() {
    SparkEnv.get().metricsSystem().removeSource(this);
  }
}
