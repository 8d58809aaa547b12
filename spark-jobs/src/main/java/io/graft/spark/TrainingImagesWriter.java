package io.graft.spark;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.graft.dataset.LabelIndex;
import io.graft.error.UserException;
import io.graft.spark.ImageListing.Form;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Numbers the extracted images by their URIs, and writes them with their contents.
 *
 * @param source where the contents are
 */
record TrainingImagesWriter(SparkSession session, ImageContents source) {

  private static final StructType NUMBERED =
      new StructType()
          .add("index", DataTypes.LongType)
          .add("uri", DataTypes.StringType)
          .add("class", DataTypes.IntegerType)
          .add("content_hash", DataTypes.StringType);

  /**
   * Writes the images.
   *
   * @param extracted rows of a feature set
   * @throws UserException when an image is no longer what was extracted, or has another label
   */
  void write(Dataset<Row> extracted, LabelIndex labels, long count, Path folder) {
    extracted.select("label").distinct().collectAsList().forEach(row -> labels.index(row.getAs(0)));
    long bytes = extracted.agg(sum("length")).first().getLong(0);
    LongAccumulator done = session.sparkContext().longAccumulator();
    CollectionAccumulator<String> changed = session.sparkContext().collectionAccumulator("changed");
    JavaRDD<Row> images =
        withContents(number(extracted, labels), PackFiles.count(session, bytes))
            .javaRDD()
            .flatMap(new ContentCheck(hadoop(), source.maxBytes(), source.form(), done, changed));
    Progress.during(
        "pack for training",
        count,
        done::value,
        () -> {
          PackFiles.write(
              session.createDataFrame(images, TrainingImages.SCHEMA), SaveMode.Overwrite, folder);
          return null;
        });
    if (!changed.value().isEmpty()) {
      throw new UserException(
          changed.value().get(0)
              + " since its features were extracted. Extract them again: the same command sees what has changed.");
    }
  }

  private Dataset<Row> number(Dataset<Row> extracted, LabelIndex labels) {
    JavaRDD<Row> numbered =
        extracted
            .select("uri", "label", "content_hash")
            .sort("uri")
            .javaRDD()
            .zipWithIndex()
            .map(
                pair ->
                    RowFactory.create(
                        pair._2(),
                        pair._1().getString(0),
                        labels.index(pair._1().getString(1)),
                        pair._1().getString(2)));
    return session.createDataFrame(numbered, NUMBERED);
  }

  /** With a content, null where it is still to be read. */
  private Dataset<Row> withContents(Dataset<Row> numbered, int files) {
    if (source.form() == Form.FILES) {
      return numbered
          .repartition(files)
          .withColumn(ImagePack.CONTENT, lit(null).cast(DataTypes.BinaryType));
    }
    Column[] columns =
        Arrays.stream(NUMBERED.add(ImagePack.CONTENT, DataTypes.BinaryType).fieldNames())
            .map(functions::col)
            .toArray(Column[]::new);
    Dataset<Row> contents =
        new ImagePack(session, source.images()).rows().select("uri", ImagePack.CONTENT);
    return numbered.join(contents, "uri", "left").select(columns);
  }

  private Broadcast<SerializableConfiguration> hadoop() {
    return JavaSparkContext.fromSparkContext(session.sparkContext())
        .broadcast(new SerializableConfiguration(session.sparkContext().hadoopConfiguration()));
  }
}
