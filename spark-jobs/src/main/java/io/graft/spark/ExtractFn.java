package io.graft.spark;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Runs the files of a partition through the frozen network, one row a file. */
final class ExtractFn implements FlatMapFunction<Iterator<ImageEntry>, ImageRow> {

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
  public Iterator<ImageRow> call(Iterator<ImageEntry> entries) {
    NetworkSpec spec = network.value();
    ImageFiles files = new ImageFiles(hadoop.value().value(), spec.engine().maxBytes());
    ExtractIterator rows = new ExtractIterator(entries, spec, files, labelRule, done);
    TaskContext.get()
        .<Void>addTaskCompletionListener(
            context -> {
              rows.close();
              return null;
            });
    return rows;
  }
}
