package io.graft.spark;

import io.graft.engine.Engine;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Runs images through a frozen network on the executors, wave by wave. */
public final class ImageExtractor {

  private static final String ADAPTIVE = "spark.sql.adaptive.enabled";

  private final SparkSession session;
  private final NetworkSpec spec;
  private final ExtractFn extract;
  private final LongAccumulator done;

  public ImageExtractor(SparkSession session, NetworkSpec spec, LabelRule labelRule) {
    this.session = session;
    this.spec = spec;
    this.done = session.sparkContext().longAccumulator();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.extract =
        new ExtractFn(
            context.broadcast(spec),
            context.broadcast(
                new SerializableConfiguration(session.sparkContext().hadoopConfiguration())),
            labelRule,
            done);
  }

  /**
   * Has the executors load their libraries and the network, by as many tasks that extract nothing,
   * and does not wait for them: planning the first wave leaves cores idle. What fails here fails in
   * the wave too, which tells of it.
   */
  void warmUp() {
    // DL4J's start can lock up with a thread that opens another library meanwhile.
    if (spec.engine().engine() == Engine.ONNXRUNTIME) {
      int executors = session.sparkContext().statusTracker().getExecutorInfos().length;
      JavaSparkContext.fromSparkContext(session.sparkContext())
          .parallelize(List.<ImageInput>of(), executors)
          .mapPartitions(extract)
          .countAsync();
    }
  }

  /** Images behind it, of all waves; a task that is tried again counts again. */
  long done() {
    return done.value();
  }

  /**
   * Computes all listed images as one wave, showing progress.
   *
   * @param what is done, for the progress
   * @param work a folder of the running command
   * @throws IllegalStateException when a listed file is neither extracted nor quarantined
   */
  public ImageExtraction extractAll(String what, ImageListing images, Path work) {
    int cores = session.sparkContext().defaultParallelism();
    WaveSize size =
        WaveSize.of(
            images.count(),
            cores,
            spec.engine().batchSize(),
            1,
            OptionalLong.of(Math.max(1, images.count())));
    Waves waves = Waves.plan(session, images, images.files().limit(0), size, work);
    return Progress.during(
        what,
        images.count(),
        this::done,
        () -> extract(waves.inputs(waves.all().get(0)), images.count()));
  }

  /** Computes a wave; its rows are kept on the executors' disks until the result is closed. */
  ImageExtraction extract(JavaRDD<ImageInput> images, long expected) {
    JavaRDD<ImageRow> extracted = images.mapPartitions(extract);
    Dataset<ImageRow> rows =
        session
            .createDataset(extracted.rdd(), Encoders.bean(ImageRow.class))
            .persist(StorageLevel.DISK_ONLY());
    try {
      return new ImageExtraction(rows, quarantinedByReason(rows, expected));
    } catch (Throwable failed) {
      // Any: the SparkException of a failed job is a checked one, which Spark does not declare.
      rows.unpersist();
      throw failed;
    }
  }

  private Map<String, Long> quarantinedByReason(Dataset<ImageRow> rows, long expected) {
    Outcomes outcomes =
        inOneJob(rows.select("reason")).aggregate(new Outcomes(), Outcomes::add, Outcomes::addAll);
    if (outcomes.count() != expected) {
      throw new IllegalStateException(
          expected + " files listed, but " + outcomes.count() + " came back");
    }
    return outcomes.quarantinedByReason();
  }

  /**
   * The rows as Spark holds them: for others it would write a program in every task. Adaptive
   * execution would fill a cache in one job, and read it again in another.
   */
  private JavaRDD<InternalRow> inOneJob(Dataset<Row> dataset) {
    String adaptive = session.conf().get(ADAPTIVE);
    session.conf().set(ADAPTIVE, "false");
    try {
      return dataset.queryExecution().toRdd().toJavaRDD();
    } finally {
      session.conf().set(ADAPTIVE, adaptive);
    }
  }
}
