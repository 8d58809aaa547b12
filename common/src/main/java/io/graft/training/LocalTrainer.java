package io.graft.training;

import io.graft.onednn.OneDnnSelfTest;
import io.graft.training.layers.FastLayers;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One worker's network in this JVM. It computes on a thread of its own, whose memory for
 * activations and whose random numbers are nobody else's, and on that thread alone; several workers
 * may train side by side. Its methods may be called from any thread, but not from two at once.
 */
public final class LocalTrainer implements AutoCloseable {

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread worker = new Thread(work, "graft-trainer");
            worker.setDaemon(true);
            return worker;
          });
  private final SmoothedLabels labels;
  private final ComputationGraph network;
  private final SingleThreadedNd4j.Hold alone;
  private long dropoutSeed;

  /**
   * Builds the network of the spec, with weights that are yet to be restored.
   *
   * @throws io.graft.error.UserException when this JVM's oneDNN fails its self-test
   */
  public LocalTrainer(TrainingSpec spec) {
    OneDnnSelfTest.verifyOnce();
    this.labels = new SmoothedLabels(spec.classes(), spec.labelSmoothing());
    this.network = onOwnThread(() -> build(spec.network()));
    this.alone = onOwnThread(SingleThreadedNd4j::hold);
  }

  private static ComputationGraph build(String json) {
    ComputationGraph network =
        new ComputationGraph(FastLayers.substitute(ComputationGraphConfiguration.fromJson(json)));
    network.init();
    return network;
  }

  /**
   * Puts the network where a training stands.
   *
   * @param iteration steps taken before, from which the rates follow
   * @param epoch from 0
   * @param dropoutSeed that together with each step's number gives its random numbers
   */
  public void restore(NetworkState state, int iteration, int epoch, long dropoutSeed) {
    onOwnThread(
        () -> {
          NetworkArrays.restore(network, state);
          network.getConfiguration().setIterationCount(iteration);
          network.getConfiguration().setEpochCount(epoch);
          this.dropoutSeed = dropoutSeed;
          return null;
        });
  }

  /** One step of a network with one input, {@code [batch, channels, height, width]}. */
  public double fit(INDArray images, int[] classes) {
    return fit(List.of(images), classes);
  }

  /**
   * One step. Uninterrupted, since the inputs must not be released before it ends.
   *
   * @param inputs of the network, each {@code [batch, channels, height, width]} or {@code [batch,
   *     features]}; the caller's to release
   * @param classes of each image
   * @return the minibatch's mean loss before the step, which may be infinite or no number
   */
  public double fit(List<INDArray> inputs, int[] classes) {
    return onOwnThread(
        () -> {
          Nd4j.getRandom().setSeed(stepSeed());
          return step(inputs, classes);
        });
  }

  /** Mixed twice, so that neighbouring workers and steps have nothing in common. */
  private long stepSeed() {
    long worker = new SplittableRandom(dropoutSeed).nextLong();
    return new SplittableRandom(worker + network.getIterationCount()).nextLong();
  }

  private double step(List<INDArray> inputs, int[] classes) {
    try (INDArray targets = labels.of(classes)) {
      network.fit(inputs.toArray(INDArray[]::new), new INDArray[] {targets});
      return network.score();
    }
  }

  /** The network as it stands. */
  public NetworkState state() {
    return onOwnThread(() -> NetworkArrays.state(network));
  }

  /** Releases the network's memory. */
  @Override
  public void close() {
    onOwnThread(
        () -> {
          network.close();
          alone.close();
          return null;
        });
    thread.shutdown();
  }

  private <T> T onOwnThread(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, thread).join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }
}
