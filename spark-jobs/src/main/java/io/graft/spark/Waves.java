package io.graft.spark;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.graft.spark.ImageInput.Trust;
import io.graft.spark.ImageListing.Form;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The images of a run, cut into waves and these into tasks, and kept in that order in a folder of
 * the run. Files come in an order in which neighbours have nothing in common, so that no task gets
 * all the large ones; packed images come pack file by pack file, so that each is read once.
 */
final class Waves {

  private static final String SUSPECT = "suspect";
  private static final String WAVE = "wave";
  private static final String TASK = "task";
  private static final String PACK_FILE = "_metadata.file_path";

  private static final StructType TASKED =
      ImageEntry.SCHEMA.add(SUSPECT, DataTypes.BooleanType).add(TASK, DataTypes.IntegerType);

  private final SparkSession session;
  private final Path folder;
  private final WaveSize size;
  private final ImagePack pack;
  private final List<Wave> waves;

  /**
   * One of the waves.
   *
   * @param packFiles that hold its images; empty for images in files of their own
   */
  record Wave(int number, long images, List<String> packFiles) {}

  private Waves(
      SparkSession session, Path folder, WaveSize size, ImagePack pack, List<Wave> waves) {
    this.session = session;
    this.folder = folder;
    this.size = size;
    this.pack = pack;
    this.waves = waves;
  }

  /**
   * Plans the run over the listed images.
   *
   * @param suspects URIs of images that a process died over, in a column {@code uri}
   * @param work the run's folder
   */
  static Waves plan(
      SparkSession session, ImageListing images, Dataset<Row> suspects, WaveSize size, Path work) {
    Path folder = new Path(work, "waves");
    Dataset<Row> marked =
        images
            .files()
            .join(suspects.select("uri").distinct().withColumn(SUSPECT, lit(true)), "uri", "left")
            .withColumn(SUSPECT, coalesce(col(SUSPECT), lit(false)));
    if (images.form() == Form.PACK) {
      ImagePack pack = new ImagePack(session, Storage.path(images.uri()));
      List<Wave> waves = packWaves(pack, images, size);
      writeByPackFile(pack, marked, waves, folder);
      return new Waves(session, folder, size, pack, waves);
    }
    writeByIndex(session, marked, images.count(), size, folder);
    List<Wave> waves = new ArrayList<>();
    for (int number = 0; number < size.waves(images.count()); number++) {
      long left = images.count() - number * size.images();
      waves.add(new Wave(number, Math.min(size.images(), left), List.of()));
    }
    return new Waves(session, folder, size, null, waves);
  }

  List<Wave> all() {
    return waves;
  }

  /** The images of a wave, a partition a task. */
  JavaRDD<ImageInput> inputs(Wave wave) {
    Dataset<Row> rows =
        session
            .read()
            .schema(TASKED)
            .parquet(new Path(folder, WAVE + "=" + wave.number()).toString());
    if (pack != null) {
      return packed(rows, wave);
    }
    return rows.javaRDD()
        .mapPartitionsToPair(found -> new TaskRecords(found, TASK, Waves::input))
        .partitionBy(new ByTask(size.tasks(wave.images()).count()))
        .flatMap(pair -> InputRecord.images(pair._2()).iterator());
  }

  /**
   * The images that an earlier run had in hand when it died: what is missing of its first
   * unfinished wave.
   *
   * @param work that run's folder
   * @param done what it has stored, in a column {@code uri}
   */
  static Dataset<Row> inHand(SparkSession session, Path work, Dataset<Row> done) {
    Dataset<Row> missing =
        session
            .read()
            .schema(TASKED.add(WAVE, DataTypes.IntegerType))
            .parquet(new Path(work, "waves").toString())
            .join(done, "uri", "left_anti");
    Row first = missing.agg(org.apache.spark.sql.functions.min(WAVE)).first();
    return missing.filter(col(WAVE).equalTo(first.isNullAt(0) ? -1 : first.getInt(0)));
  }

  private JavaRDD<ImageInput> packed(Dataset<Row> rows, Wave wave) {
    return pack.contents(broadcast(rows), col(PACK_FILE).isin(wave.packFiles().toArray()))
        .javaRDD()
        .map(row -> ImagePack.input(row, trust(row)));
  }

  private static ImageInput input(Row row) {
    return new ImageInput(ImageEntry.of(row), null, null, trust(row));
  }

  private static Trust trust(Row row) {
    return row.<Boolean>getAs(SUSPECT) ? Trust.SUSPECT : Trust.UNKNOWN;
  }

  private static void writeByIndex(
      SparkSession session, Dataset<Row> images, long count, WaveSize size, Path folder) {
    StructType schema = images.schema().add(WAVE, DataTypes.IntegerType);
    long waveImages = size.images();
    int lastWave = size.waves(count) - 1;
    TaskSizes tasks = size.tasks(waveImages);
    TaskSizes lastTasks = size.tasks(count - lastWave * waveImages);
    Column order = xxhash64(col("uri"));
    JavaRDD<Row> indexed =
        images
            .repartitionByRange(WaveSize.partitions(count), order, col("uri"))
            .sortWithinPartitions(order, col("uri"))
            .javaRDD()
            .zipWithIndex()
            .map(
                pair -> {
                  Object[] values = new Object[schema.size() + 1];
                  for (int i = 0; i < schema.size() - 1; i++) {
                    values[i] = pair._1().get(i);
                  }
                  int wave = (int) (pair._2() / waveImages);
                  values[schema.size() - 1] = wave;
                  values[schema.size()] =
                      (wave == lastWave ? lastTasks : tasks).taskOf(pair._2() % waveImages);
                  return RowFactory.create(values);
                });
    write(session.createDataFrame(indexed, schema.add(TASK, DataTypes.IntegerType)), folder);
  }

  private static void write(Dataset<Row> tasked, Path folder) {
    tasked.write().mode(SaveMode.Overwrite).partitionBy(WAVE).parquet(folder.toString());
  }

  /** Pack files in the order of their names, as many to a wave as it takes to fill it. */
  private static List<Wave> packWaves(ImagePack pack, ImageListing images, WaveSize size) {
    List<Row> files =
        pack.rows()
            .select(col("uri"), col(PACK_FILE).as("file"))
            .join(images.files().select("uri"), "uri")
            .groupBy("file")
            .count()
            .sort("file")
            .collectAsList();
    List<Wave> waves = new ArrayList<>();
    List<String> names = new ArrayList<>();
    long count = 0;
    for (Row file : files) {
      names.add(file.getString(0));
      count += file.getLong(1);
      if (count >= size.images()) {
        waves.add(new Wave(waves.size(), count, List.copyOf(names)));
        names.clear();
        count = 0;
      }
    }
    if (count > 0) {
      waves.add(new Wave(waves.size(), count, List.copyOf(names)));
    }
    return waves;
  }

  private static void writeByPackFile(
      ImagePack pack, Dataset<Row> images, List<Wave> waves, Path folder) {
    List<Row> waveByFile = new ArrayList<>();
    for (Wave wave : waves) {
      wave.packFiles().forEach(file -> waveByFile.add(RowFactory.create(file, wave.number())));
    }
    Dataset<Row> lookup =
        images
            .sparkSession()
            .createDataFrame(
                waveByFile,
                new StructType()
                    .add("file", DataTypes.StringType)
                    .add(WAVE, DataTypes.IntegerType));
    write(
        pack.rows()
            .select(col("uri"), col(PACK_FILE).as("file"))
            .join(broadcast(lookup), "file")
            .drop("file")
            .join(images, "uri")
            .withColumn(TASK, lit(0)),
        folder);
  }

  /** The task number is the partition. */
  private static final class ByTask extends Partitioner {

    private static final long serialVersionUID = 1L;

    private final int tasks;

    ByTask(int tasks) {
      this.tasks = tasks;
    }

    @Override
    public int numPartitions() {
      return tasks;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }
  }
}
