package io.graft.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Map;

/**
 * Parquet as Spark reads, commits and configures it, with lists of floats written by {@link
 * FeatureFileWriter}: for features, which are a thousand values a row.
 */
public final class FeatureFileFormat extends ParquetFileFormat {

  private static final long serialVersionUID = 1L;

  @Override
  public OutputWriterFactory prepareWrite(
      SparkSession session, Job job, Map<String, String> options, StructType schema) {
    return new Factory(super.prepareWrite(session, job, options, schema));
  }

  private static final class Factory extends OutputWriterFactory {

    private static final long serialVersionUID = 1L;

    private final OutputWriterFactory parquet;

    Factory(OutputWriterFactory parquet) {
      this.parquet = parquet;
    }

    @Override
    public String getFileExtension(TaskAttemptContext context) {
      return parquet.getFileExtension(context);
    }

    @Override
    public OutputWriter newInstance(String path, StructType schema, TaskAttemptContext context) {
      try {
        return new FeatureFileWriter(path, schema, context.getConfiguration());
      } catch (IOException failed) {
        throw new UncheckedIOException("Writing " + path, failed);
      }
    }
  }
}
