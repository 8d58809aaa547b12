package io.graft.spark;

import io.graft.image.BadImageException;
import io.graft.image.ImageLoader;
import io.graft.training.EpochShares;
import io.graft.training.LocalTrainer;
import io.graft.training.NetworkState;
import io.graft.training.SeededPermutation;
import io.graft.training.TrainingSeeds;
import io.graft.training.TrainingSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/** Training without Spark, image by image in the epoch's order: what rounds are held against. */
final class LocalTraining implements AutoCloseable {

  private final TrainingSpec spec;
  private final List<TrainingImage> images;
  private final ImageLoader loader;

  LocalTraining(TrainingImages images, TrainingSpec spec) {
    this.spec = spec;
    this.images = new ArrayList<>(images.rows().collect());
    this.images.sort(Comparator.comparing(TrainingImage::index));
    this.loader = new ImageLoader(SmallNetwork.PREPROCESSING, 1 << 20);
  }

  /** One machine on all images, which never averages. */
  NetworkState train(NetworkState start, int epochs) {
    EpochShares shares = EpochShares.of(spec);
    try (LocalTrainer trainer = new LocalTrainer(spec)) {
      trainer.restore(start, 0, 0, 0);
      for (int epoch = 0; epoch < epochs; epoch++) {
        trainer.restore(trainer.state(), shares.iteration(epoch, 0), epoch, 0);
        for (int step = 0; step < shares.steps(); step++) {
          fit(trainer, slice(shares, epoch, step, 0));
        }
      }
      return trainer.state();
    }
  }

  /** What the worker sees in the step. */
  List<TrainingImage> slice(EpochShares shares, int epoch, int step, int worker) {
    SeededPermutation order =
        new SeededPermutation(images.size(), new TrainingSeeds(spec.seed()).order(epoch));
    return LongStream.range(0, images.size())
        .boxed()
        .filter(index -> shares.step(order.position(index)) == step)
        .filter(index -> shares.worker(order.position(index)) == worker)
        .sorted(Comparator.comparing(order::position))
        .map(index -> images.get(index.intValue()))
        .toList();
  }

  double fit(LocalTrainer trainer, List<TrainingImage> slice) {
    try (Minibatch minibatch = new Minibatch(slice.size(), spec.input())) {
      for (TrainingImage image : slice) {
        loader.load(image.content(), minibatch.rooms().get(0));
        minibatch.add(image.classIndex());
      }
      return trainer.fit(minibatch.inputs(), minibatch.classes());
    } catch (BadImageException bad) {
      throw new IllegalStateException(bad);
    }
  }

  @Override
  public void close() {
    loader.close();
  }
}
