package io.graft.spark;

import io.graft.training.EncodedImageInput;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/** Runs the images of a partition through frozen layers, one row an image. */
final class FrozenOutputFn implements FlatMapFunction<Iterator<TrainingImage>, Row> {

  private static final long serialVersionUID = 1L;

  private final Broadcast<NetworkSpec> layers;
  private final EncodedImageInput input;
  private final long seed;
  private final int view;
  private final LongAccumulator done;

  FrozenOutputFn(
      Broadcast<NetworkSpec> layers,
      EncodedImageInput input,
      long seed,
      int view,
      LongAccumulator done) {
    this.layers = layers;
    this.input = input;
    this.seed = seed;
    this.view = view;
    this.done = done;
  }

  @Override
  public Iterator<Row> call(Iterator<TrainingImage> images) {
    FrozenOutputIterator rows =
        new FrozenOutputIterator(images, layers.value(), input, input.open(seed, view), done);
    TaskContext.get()
        .<Void>addTaskCompletionListener(
            context -> {
              rows.close();
              return null;
            });
    return rows;
  }
}
