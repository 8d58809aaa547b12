package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class TaskRowsTest {

  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.IntegerType).add("task", DataTypes.IntegerType);

  @Test
  void rowsThatFollowEachOtherTravelTogether() {
    assertThat(records(List.of(row(1, 7), row(2, 7), row(3, 4), row(4, 7))))
        .containsExactly(
            new Tuple2<>(7, List.of(row(1, 7), row(2, 7))),
            new Tuple2<>(4, List.of(row(3, 4))),
            new Tuple2<>(7, List.of(row(4, 7))));
  }

  @Test
  void aRecordHasNoMoreRowsThanFitIntoMemoryEasily() {
    List<Row> many = IntStream.range(0, 600).mapToObj(i -> row(i, 0)).toList();
    assertThat(records(many))
        .extracting(record -> record._2().size())
        .containsExactly(256, 256, 88);
    assertThat(records(many)).flatExtracting(Tuple2::_2).containsExactlyElementsOf(many);
  }

  @Test
  void noRowsAreNoRecords() {
    assertThat(records(List.of())).isEmpty();
  }

  private static List<Tuple2<Integer, List<Row>>> records(List<Row> rows) {
    List<Tuple2<Integer, List<Row>>> records = new ArrayList<>();
    new TaskRows(rows.iterator(), "task").forEachRemaining(records::add);
    return records;
  }

  private static Row row(int id, int task) {
    return new GenericRowWithSchema(new Object[] {id, task}, SCHEMA);
  }
}
