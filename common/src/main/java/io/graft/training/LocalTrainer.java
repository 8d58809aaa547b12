package io.graft.training;

import io.graft.onednn.OneDnnSelfTest;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Stand-in: one worker's network in this JVM, to be replaced by the recipe's. */
public final class LocalTrainer implements AutoCloseable {

  private final ComputationGraph network;
  private final int classes;

  public LocalTrainer(TrainingSpec spec) {
    OneDnnSelfTest.verifyOnce();
    network = new ComputationGraph(ComputationGraphConfiguration.fromJson(spec.network()));
    network.init();
    classes = spec.classes();
  }

  public void restore(NetworkState state, int iteration, int epoch, long dropoutSeed) {
    network.params().assign(Nd4j.createFromArray(state.parameters()));
    INDArray updater = network.getUpdater(true).getUpdaterStateViewArray();
    if (updater != null && state.updater().length > 0) {
      updater.assign(Nd4j.createFromArray(state.updater()));
    }
    network.getConfiguration().setIterationCount(iteration);
    network.getConfiguration().setEpochCount(epoch);
    Nd4j.getRandom().setSeed(dropoutSeed);
  }

  public double fit(INDArray images, int[] imageClasses) {
    float[][] oneHot = new float[imageClasses.length][classes];
    for (int i = 0; i < imageClasses.length; i++) {
      oneHot[i][imageClasses[i]] = 1;
    }
    return SingleThreadedNd4j.during(
        () -> {
          network.fit(new DataSet(images, Nd4j.createFromArray(oneHot)));
          return network.score();
        });
  }

  public NetworkState state() {
    INDArray updater = network.getUpdater(true).getUpdaterStateViewArray();
    return new NetworkState(
        network.params().dup().data().asFloat(),
        updater == null ? new float[0] : updater.dup().data().asFloat());
  }

  @Override
  public void close() {
    Arrays.stream(network.getLayers()).forEach(layer -> layer.clear());
    network.close();
  }
}
