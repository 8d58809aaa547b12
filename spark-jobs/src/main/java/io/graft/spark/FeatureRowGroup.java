package io.graft.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Rows of a Parquet file that are written at once: text and numbers by Parquet's writer, lists of
 * floats by {@link FloatListPages}.
 */
final class FeatureRowGroup {

  private final ColumnChunkPageWriteStore pages;
  private final ColumnWriteStore scalars;
  private final List<FloatListPages> lists = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();
  private long listBytes;
  private long rows;

  /** Takes a row's value into its column. */
  @FunctionalInterface
  private interface Column {
    void add(InternalRow row) throws IOException;
  }

  /**
   * @param types of the schema's fields, in their order
   * @param pages without any yet
   */
  FeatureRowGroup(
      MessageType schema,
      List<DataType> types,
      ParquetProperties properties,
      ColumnChunkPageWriteStore pages) {
    this.pages = pages;
    List<Type> scalarFields = schema.getFields().stream().filter(Type::isPrimitive).toList();
    scalars =
        properties.newColumnWriteStore(new MessageType(schema.getName(), scalarFields), pages);
    for (int field = 0; field < types.size(); field++) {
      ColumnDescriptor column = schema.getColumns().get(field);
      columns.add(
          types.get(field) instanceof ArrayType
              ? list(field, new FloatListPages(column, pages.getPageWriter(column), properties))
              : scalar(field, types.get(field), column));
    }
  }

  void add(InternalRow row) throws IOException {
    for (Column column : columns) {
      column.add(row);
    }
    scalars.endRecord();
    rows++;
  }

  /** About what it has grown to; features are hardly compressed. */
  long bytes() {
    return listBytes + scalars.getBufferedSize();
  }

  /** Writes it. */
  void flush(ParquetFileWriter file) throws IOException {
    if (rows == 0) {
      return;
    }
    file.startBlock(rows);
    scalars.flush();
    for (FloatListPages list : lists) {
      list.flush();
    }
    pages.flushToFileWriter(file);
    file.endBlock();
  }

  private Column list(int field, FloatListPages list) {
    lists.add(list);
    return row -> {
      float[] values = row.getArray(field).toFloatArray();
      list.add(values);
      listBytes += (long) Float.BYTES * values.length;
    };
  }

  private Column scalar(int field, DataType type, ColumnDescriptor column) {
    ColumnWriter writer = scalars.getColumnWriter(column);
    Column value = value(field, type, writer, column.getMaxDefinitionLevel());
    return row -> {
      if (row.isNullAt(field)) {
        writer.writeNull(0, 0);
      } else {
        value.add(row);
      }
    };
  }

  private static Column value(int field, DataType type, ColumnWriter writer, int level) {
    if (type.equals(DataTypes.StringType)) {
      return row ->
          writer.write(Binary.fromReusedByteArray(row.getUTF8String(field).getBytes()), 0, level);
    }
    if (type.equals(DataTypes.IntegerType)) {
      return row -> writer.write(row.getInt(field), 0, level);
    }
    if (type.equals(DataTypes.LongType)) {
      return row -> writer.write(row.getLong(field), 0, level);
    }
    throw new IllegalStateException("A feature set has no columns of type " + type);
  }
}
