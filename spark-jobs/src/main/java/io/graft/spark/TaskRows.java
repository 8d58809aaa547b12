package io.graft.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Rows on their way to their tasks, those that follow each other as one record: a shuffle of single
 * rows took as long as reading the images.
 */
final class TaskRows implements Iterator<Tuple2<Integer, List<Row>>> {

  private static final int MAX_ROWS = 256;

  private final Iterator<Row> rows;
  private final String taskColumn;
  private Row next;

  TaskRows(Iterator<Row> rows, String taskColumn) {
    this.rows = rows;
    this.taskColumn = taskColumn;
    this.next = nextRow();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Tuple2<Integer, List<Row>> next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    int task = task(next);
    List<Row> together = new ArrayList<>();
    while (next != null && task(next) == task && together.size() < MAX_ROWS) {
      together.add(next);
      next = nextRow();
    }
    return new Tuple2<>(task, together);
  }

  private Row nextRow() {
    return rows.hasNext() ? rows.next() : null;
  }

  private int task(Row row) {
    return row.<Integer>getAs(taskColumn);
  }
}
