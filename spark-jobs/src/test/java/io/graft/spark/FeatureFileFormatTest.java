package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Spark's own Parquet files are the reference. */
@ExtendWith(SparkExtension.class)
class FeatureFileFormatTest {

  private static final int ROWS = 5000;

  @TempDir private Path folder;

  @Test
  void whatIsReadIsWhatWasWritten() {
    Dataset<Row> rows = rows();
    Dataset<Row> read = read(write(rows, FeatureFileFormat.class.getName()));
    assertThat(read.count()).isEqualTo(ROWS);
    // Spark's equality: NaN is the same as NaN.
    assertThat(read.exceptAll(rows).isEmpty()).isTrue();
  }

  @Test
  void schemaMetadataAndCompressionAreSparks() throws IOException {
    ParquetMetadata own = footer(write(rows(), FeatureFileFormat.class.getName()));
    ParquetMetadata sparks = footer(write(rows(), "parquet"));
    assertThat(own.getFileMetaData().getSchema()).isEqualTo(sparks.getFileMetaData().getSchema());
    assertThat(own.getFileMetaData().getKeyValueMetaData())
        .isEqualTo(sparks.getFileMetaData().getKeyValueMetaData());
    assertThat(codecs(own)).isEqualTo(codecs(sparks)).isNotEmpty();
  }

  @Test
  void rowGroupsAreOfTheSizeAskedFor() throws IOException {
    List<BlockMetaData> blocks =
        footer(write(rows(), FeatureFileFormat.class.getName())).getBlocks();
    assertThat(blocks).hasSizeBetween(2, 20);
    assertThat(blocks.stream().mapToLong(BlockMetaData::getRowCount).sum()).isEqualTo(ROWS);
    // Of 63 floats, and the values of the other columns.
    assertThat(blocks.get(0).getRowCount()).isBetween(200_000L / 400, 200_000L / 250);
  }

  @Test
  void readersThatSkipByTextStillFindTheirRows() {
    Dataset<Row> read = read(write(rows(), FeatureFileFormat.class.getName()));
    assertThat(read.filter("uri = 'file:/4711'").select("features_b").first().getList(0))
        .containsExactly(4711f);
    assertThat(read.filter("label is null").count()).isEqualTo(ROWS / 5);
  }

  @Test
  void aRowWithoutFeaturesIsABug() {
    Dataset<Row> empty =
        SparkExtension.session().sql("select 'a' uri, cast(array() as array<float>) features_a");
    assertThatThrownBy(() -> write(empty, FeatureFileFormat.class.getName()))
        .hasStackTraceContaining("No features in column");
  }

  /** With all kinds of columns that a feature set has, absent values, and floats that are none. */
  private static Dataset<Row> rows() {
    return SparkExtension.session()
        .range(0, ROWS, 1, 1)
        .selectExpr(
            "concat('file:/', id) uri",
            "if(id % 5 = 0, null, 'cat ✓') label",
            "cast(id % 7 as int) width",
            "transform(sequence(1, 63), i -> if(i = id % 63, cast('NaN' as float), cast(i * id as float))) features_a",
            "array(cast(id as float)) features_b",
            "if(id % 3 = 0, null, id * id) length");
  }

  private Path write(Dataset<Row> rows, String format) {
    Path written = folder.resolve(format);
    rows.write()
        .format(format)
        .option("parquet.block.size", "200000")
        .option("parquet.page.size", "10000")
        .mode(SaveMode.Append)
        .save(written.toString());
    return written;
  }

  private static Dataset<Row> read(Path written) {
    return SparkExtension.session().read().parquet(written.toString());
  }

  private static List<String> codecs(ParquetMetadata footer) {
    return footer.getBlocks().get(0).getColumns().stream()
        .map(column -> column.getCodec().name())
        .toList();
  }

  private static ParquetMetadata footer(Path written) throws IOException {
    try (Stream<Path> files = Files.list(written)) {
      Path file = files.filter(path -> path.toString().endsWith(".parquet")).findFirst().get();
      try (ParquetFileReader reader =
          ParquetFileReader.open(
              HadoopInputFile.fromPath(
                  new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
        return reader.getFooter();
      }
    }
  }
}
