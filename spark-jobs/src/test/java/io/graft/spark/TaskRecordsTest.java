package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.graft.spark.ImageInput.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class TaskRecordsTest {

  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.IntegerType).add("task", DataTypes.IntegerType);

  @Test
  void imagesThatFollowEachOtherTravelTogether() {
    assertThat(records(List.of(row(1, 7), row(2, 7), row(3, 4), row(4, 7))))
        .extracting(Tuple2::_1, record -> uris(record._2()))
        .containsExactly(
            tuple(7, List.of("1", "2")), tuple(4, List.of("3")), tuple(7, List.of("4")));
  }

  @Test
  void aRecordHasNoMoreImagesThanFitIntoMemoryEasily() {
    List<Row> many = IntStream.range(0, 600).mapToObj(i -> row(i, 0)).toList();
    List<List<String>> records = records(many).stream().map(record -> uris(record._2())).toList();
    assertThat(records).extracting(List::size).containsExactly(256, 256, 88);
    assertThat(records)
        .flatExtracting(uris -> uris)
        .containsExactlyElementsOf(IntStream.range(0, 600).mapToObj(String::valueOf).toList());
  }

  @Test
  void noRowsAreNoRecords() {
    assertThat(records(List.of())).isEmpty();
  }

  private static List<Tuple2<Integer, byte[]>> records(List<Row> rows) {
    List<Tuple2<Integer, byte[]>> records = new ArrayList<>();
    new TaskRecords(rows.iterator(), "task", TaskRecordsTest::image).forEachRemaining(records::add);
    return records;
  }

  private static List<String> uris(byte[] record) {
    return InputRecord.images(record).stream().map(image -> image.entry().uri()).toList();
  }

  private static ImageInput image(Row row) {
    ImageEntry entry = new ImageEntry(String.valueOf(row.getInt(0)), null, null, 0, 0);
    return new ImageInput(entry, null, null, Trust.UNKNOWN);
  }

  private static Row row(int id, int task) {
    return new GenericRowWithSchema(new Object[] {id, task}, SCHEMA);
  }
}
