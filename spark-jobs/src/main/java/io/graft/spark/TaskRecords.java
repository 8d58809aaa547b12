package io.graft.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Rows of images on their way to their tasks, those that follow each other as one record: a shuffle
 * of single rows took as long as reading the images.
 */
final class TaskRecords implements Iterator<Tuple2<Integer, byte[]>> {

  private static final int MAX_IMAGES = 256;

  private final Iterator<Row> rows;
  private final String taskColumn;
  private final Function<Row, ImageInput> image;
  private Row next;

  /**
   * @param image makes an image of its row
   */
  TaskRecords(Iterator<Row> rows, String taskColumn, Function<Row, ImageInput> image) {
    this.rows = rows;
    this.taskColumn = taskColumn;
    this.image = image;
    this.next = nextRow();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Tuple2<Integer, byte[]> next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    int task = task(next);
    List<ImageInput> together = new ArrayList<>();
    while (next != null && task(next) == task && together.size() < MAX_IMAGES) {
      together.add(image.apply(next));
      next = nextRow();
    }
    return new Tuple2<>(task, InputRecord.of(together));
  }

  private Row nextRow() {
    return rows.hasNext() ? rows.next() : null;
  }

  private int task(Row row) {
    return row.<Integer>getAs(taskColumn);
  }
}
