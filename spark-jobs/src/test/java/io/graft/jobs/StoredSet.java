package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.json.Json;
import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a feature set holds, read with plain Spark: a text for every image, by its path below the
 * folder {@code images}.
 *
 * @param features every column but the times of the files, floats by their bits
 * @param quarantine the reasons
 */
record StoredSet(TreeMap<String, String> features, TreeMap<String, String> quarantine) {

  private static final String ROOT = "/images/";

  static StoredSet none() {
    return new StoredSet(new TreeMap<>(), new TreeMap<>());
  }

  /** Reads a set, be it complete or what a killed run left; fails where an image has two rows. */
  static StoredSet read(String folder) throws IOException {
    StoredSet set =
        new StoredSet(
            rows(folder + "/features", StoredSet::features),
            rows(folder + "/quarantine", row -> row.getAs("reason")));
    assertThat(set.features.keySet()).noneMatch(set.quarantine::containsKey);
    return set;
  }

  static JsonNode info(String folder) throws IOException {
    Path file = new Path(folder, "_graft.json");
    try (var in = fileSystem(file).open(file)) {
      return Json.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  int size() {
    return features.size() + quarantine.size();
  }

  /** Fails unless this holds all that the earlier state held, as it was. */
  void requireKept(StoredSet earlier) {
    requireAll("features", earlier.features, features);
    requireAll("quarantine", earlier.quarantine, quarantine);
  }

  /** Fails unless both hold the same. */
  void requireSame(StoredSet expected) {
    requireKept(expected);
    expected.requireKept(this);
  }

  private static void requireAll(
      String what, TreeMap<String, String> expected, TreeMap<String, String> found) {
    List<String> differing = new ArrayList<>();
    expected.forEach(
        (key, value) -> {
          if (!value.equals(found.get(key))) {
            differing.add("%s: %s, not %s".formatted(key, found.get(key), value));
          }
        });
    assertThat(differing.stream().limit(5))
        .as("%s: %,d of %,d rows differ", what, differing.size(), expected.size())
        .isEmpty();
  }

  private interface Text {
    String of(Row row);
  }

  private static TreeMap<String, String> rows(String folder, Text text) throws IOException {
    TreeMap<String, String> rows = new TreeMap<>();
    if (!fileSystem(new Path(folder)).exists(new Path(folder))) {
      return rows;
    }
    SparkSession session = SparkExtension.session();
    // Of a folder that a killed run has just made, Spark could not tell the columns.
    if (session.read().format("binaryFile").load(folder).isEmpty()) {
      return rows;
    }
    Iterator<Row> found = session.read().parquet(folder).toLocalIterator();
    while (found.hasNext()) {
      Row row = found.next();
      String uri = row.getAs("uri");
      String twice = rows.put(uri.substring(uri.lastIndexOf(ROOT)), text.of(row));
      assertThat(twice).as("%s has two rows in %s", uri, folder).isNull();
    }
    return rows;
  }

  private static String features(Row row) {
    StringBuilder text = new StringBuilder();
    for (String column : row.schema().fieldNames()) {
      if (column.startsWith("features_")) {
        List<Float> values = row.getList(row.fieldIndex(column));
        values.forEach(
            value -> text.append(Integer.toHexString(Float.floatToRawIntBits(value))).append(' '));
      } else if (!column.equals("uri") && !column.equals("modified_millis")) {
        text.append(column).append('=').append(row.<Object>getAs(column)).append(' ');
      }
    }
    return text.toString();
  }

  private static FileSystem fileSystem(Path path) throws IOException {
    return path.getFileSystem(SparkExtension.session().sparkContext().hadoopConfiguration());
  }
}
