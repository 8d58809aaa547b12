package io.graft.spark;

import io.graft.spark.ImageInput.Trust;
import java.time.Duration;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Runs the files of a partition through the frozen network, one row a file. */
final class ExtractFn implements FlatMapFunction<Iterator<ImageInput>, ImageRow> {

  private static final long serialVersionUID = 1L;

  private final Broadcast<NetworkSpec> network;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final LabelRule labelRule;
  private final LongAccumulator done;

  ExtractFn(
      Broadcast<NetworkSpec> network,
      Broadcast<SerializableConfiguration> hadoop,
      LabelRule labelRule,
      LongAccumulator done) {
    this.network = network;
    this.hadoop = hadoop;
    this.labelRule = labelRule;
    this.done = done;
  }

  @Override
  public Iterator<ImageRow> call(Iterator<ImageInput> images) {
    NetworkSpec spec = network.value();
    ImageFiles files = new ImageFiles(hadoop.value().value(), spec.engine().maxBytes());
    Trust attempt = attempt();
    Duration limit = Duration.ofSeconds(spec.engine().maxSeconds());
    ExtractIterator rows =
        new ExtractIterator(
            new ImageGroups(images, files, labelRule),
            () -> new ExtractLane(spec, new ImageInputLoader(spec, files, attempt, limit)),
            done);
    TaskContext.get()
        .<Void>addTaskCompletionListener(
            context -> {
              rows.close();
              return null;
            });
    return rows;
  }

  /**
   * Nobody tells a second attempt why the first one failed: perhaps its process died. When that
   * took its tasks' lists along, the whole stage is tried again, and counts its attempts anew.
   */
  private static Trust attempt() {
    TaskContext context = TaskContext.get();
    return context.attemptNumber() == 0 && context.stageAttemptNumber() == 0
        ? Trust.UNKNOWN
        : Trust.SUSPECT;
  }
}
