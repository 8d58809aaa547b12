package io.graft.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport.WriteContext;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A Parquet file of features, with the schema and the metadata that Spark gives it. */
final class FeatureFileWriter extends OutputWriter {

  /** Hardly a value of these comes twice: looking for repetitions costs more than writing. */
  private static final List<String> WITHOUT_DICTIONARY = List.of("uri", "content_hash");

  private final String path;
  private final List<DataType> types;
  private final WriteContext context;
  private final ParquetProperties properties;
  private final long rowGroupBytes;
  private final CompressionCodecName codec;
  private final CodecFactory codecs;
  private final ParquetFileWriter file;
  private FeatureRowGroup rowGroup;

  /**
   * @param hadoop as Spark's Parquet format configures it for a task
   */
  FeatureFileWriter(String path, StructType fields, Configuration hadoop) throws IOException {
    this.path = path;
    types = Arrays.stream(fields.fields()).map(StructField::dataType).toList();
    context = new ParquetWriteSupport().init(hadoop);
    ParquetProperties.Builder builder =
        ParquetProperties.builder().withPageSize(ParquetOutputFormat.getPageSize(hadoop));
    WITHOUT_DICTIONARY.forEach(column -> builder.withDictionaryEncoding(column, false));
    properties = builder.build();
    rowGroupBytes = ParquetOutputFormat.getLongBlockSize(hadoop);
    codec = ParquetOutputFormat.getCompression(hadoop);
    codecs = new CodecFactory(hadoop, properties.getPageSizeThreshold());
    file =
        new ParquetFileWriter(
            HadoopOutputFile.fromPath(new Path(path), hadoop),
            context.getSchema(),
            ParquetFileWriter.Mode.CREATE,
            rowGroupBytes,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            properties.getColumnIndexTruncateLength(),
            properties.getStatisticsTruncateLength(),
            properties.getPageWriteChecksumEnabled());
    file.start();
    rowGroup = nextRowGroup();
  }

  @Override
  public void write(InternalRow row) {
    try {
      rowGroup.add(row);
      if (rowGroup.bytes() >= rowGroupBytes) {
        rowGroup.flush(file);
        rowGroup = nextRowGroup();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("Writing " + path, failed);
    }
  }

  @Override
  public void close() {
    try {
      rowGroup.flush(file);
      file.end(context.getExtraMetaData());
    } catch (IOException failed) {
      throw new UncheckedIOException("Writing " + path, failed);
    } finally {
      codecs.release();
    }
  }

  @Override
  public String path() {
    return path;
  }

  private FeatureRowGroup nextRowGroup() {
    ColumnChunkPageWriteStore pages =
        new ColumnChunkPageWriteStore(
            codecs.getCompressor(codec),
            context.getSchema(),
            properties.getAllocator(),
            properties.getColumnIndexTruncateLength(),
            properties.getPageWriteChecksumEnabled());
    return new FeatureRowGroup(context.getSchema(), types, properties, pages);
  }
}
