package io.graft.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/**
 * Pages of a Parquet column of float lists, each list copied as a whole. Parquet's own writer takes
 * value by value, through a dozen calls each. All lists are there and have values: their levels are
 * runs (<a href="https://parquet.apache.org/docs/file-format/data-pages/encodings/">Parquet
 * encodings</a>, data pages of version 1). No least and greatest values are kept: nobody looks for
 * them.
 */
final class FloatListPages {

  private final ColumnDescriptor column;
  private final PageWriter pages;
  private final int pageBytes;
  private final int maxRows;
  private final ByteArrayOutputStream repetitionLevels = new ByteArrayOutputStream();
  private ByteBuffer values;
  private int rows;

  /**
   * @param column repeated at one level
   */
  FloatListPages(ColumnDescriptor column, PageWriter pages, ParquetProperties properties) {
    this.column = column;
    this.pages = pages;
    this.pageBytes = properties.getPageSizeThreshold();
    this.maxRows = properties.getPageRowCountLimit();
    this.values = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Adds a row's list. */
  void add(float[] list) throws IOException {
    if (list.length == 0) {
      throw new IllegalStateException("No features in column " + column);
    }
    int bytes = list.length * Float.BYTES;
    if (values.remaining() < bytes) {
      values = grown(bytes);
    }
    values.asFloatBuffer().put(list);
    values.position(values.position() + bytes);
    writeRun(repetitionLevels, 1, 0);
    if (list.length > 1) {
      writeRun(repetitionLevels, list.length - 1, column.getMaxRepetitionLevel());
    }
    rows++;
    if (values.position() >= pageBytes || rows == maxRows) {
      flush();
    }
  }

  /** Writes what there is of a page. */
  void flush() throws IOException {
    if (rows == 0) {
      return;
    }
    int count = values.position() / Float.BYTES;
    ByteArrayOutputStream definitionLevels = new ByteArrayOutputStream();
    writeRun(definitionLevels, count, column.getMaxDefinitionLevel());
    BytesInput page =
        BytesInput.concat(
            BytesInput.fromInt(repetitionLevels.size()),
            BytesInput.from(repetitionLevels),
            BytesInput.fromInt(definitionLevels.size()),
            BytesInput.from(definitionLevels),
            BytesInput.from(values.array(), 0, values.position()));
    pages.writePage(
        page,
        count,
        rows,
        Statistics.createStats(column.getPrimitiveType()),
        Encoding.RLE,
        Encoding.RLE,
        Encoding.PLAIN);
    repetitionLevels.reset();
    values.clear();
    rows = 0;
  }

  /** Room for a page and the list that fills it. */
  private ByteBuffer grown(int bytes) {
    int capacity = Math.max(values.position(), pageBytes) + bytes;
    return ByteBuffer.wrap(Arrays.copyOf(values.array(), capacity))
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(values.position());
  }

  private static void writeRun(ByteArrayOutputStream levels, int length, int level)
      throws IOException {
    BytesUtils.writeUnsignedVarInt(length << 1, levels);
    levels.write(level);
  }
}
