package io.graft.spark;

import io.graft.training.EncodedImageInput;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/** Runs frozen layers over training images, and writes what comes out. */
record FrozenOutputsWriter(
    TrainingImages images, EncodedImageInput input, long seed, FrozenPart part) {

  /**
   * Writes a view of all images.
   *
   * @param views that there are, for the progress
   * @throws IllegalStateException when not every image has its row
   */
  void write(int view, int views, Path folder) {
    SparkSession session = images.session();
    LongAccumulator done = session.sparkContext().longAccumulator();
    Broadcast<NetworkSpec> sent =
        JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(part.spec());
    FrozenOutputFn run = new FrozenOutputFn(sent, input, seed, view, done);
    JavaRDD<Row> rows = spread(images.rows()).mapPartitions(run);
    Progress.during(
        "frozen layers up to %s, %,d KB an image, view %d of %d"
            .formatted(part.names(), part.output().bytes() / 1000 + 1, view + 1, views),
        images.count(),
        done::value,
        () -> {
          PackFiles.write(
              session.createDataFrame(rows, FrozenOutputs.SCHEMA), SaveMode.Overwrite, folder);
          return null;
        });
    sent.destroy();
    long written = session.read().schema(FrozenOutputs.SCHEMA).parquet(folder.toString()).count();
    if (written != images.count()) {
      throw new IllegalStateException(
          "%d training images, but %d outputs of frozen layers".formatted(images.count(), written));
    }
  }

  /** Encoded images are small: few of their files may be too few for all cores, or for theirs. */
  private JavaRDD<TrainingImage> spread(JavaRDD<TrainingImage> rows) {
    SparkSession session = images.session();
    long batches = (images.count() - 1) / part.spec().engine().batchSize() + 1;
    int busy = (int) Math.min(session.sparkContext().defaultParallelism(), batches);
    int files = PackFiles.count(session, images.count() * part.output().bytes());
    int wanted = Math.max(busy, files);
    return rows.getNumPartitions() < wanted ? rows.repartition(wanted) : rows;
  }
}
