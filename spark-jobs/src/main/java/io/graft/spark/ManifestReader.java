package io.graft.spark;

import io.graft.dataset.Split;
import io.graft.error.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** Reads a manifest: CSV with a header, or Parquet, with the columns uri, label and maybe split. */
record ManifestReader(SparkSession session, Storage storage) {

  List<ImageEntry> read(Path manifest) {
    boolean csv = manifest.getName().toLowerCase(Locale.ROOT).endsWith(".csv");
    Dataset<Row> rows =
        csv
            ? session.read().option("header", true).csv(manifest.toString())
            : session.read().parquet(manifest.toString());
    Set<String> columns = Set.of(rows.columns());
    if (!columns.contains("uri")) {
      throw new UserException(
          "The manifest %s has the columns %s: it needs uri, label and, where the images are split already, split."
              .formatted(manifest, String.join(", ", rows.columns())));
    }
    List<ImageEntry> entries = new ArrayList<>();
    for (Row row : asText(rows).collectAsList()) {
      String uri = row.getAs("uri");
      if (uri == null || uri.isBlank()) {
        throw new UserException(
            "The manifest %s has a row without uri: %s.".formatted(manifest, row));
      }
      String label = columns.contains("label") ? row.getAs("label") : null;
      String split = columns.contains("split") ? row.getAs("split") : null;
      entries.add(
          new ImageEntry(
              resolve(manifest, uri), label, split == null ? null : Split.parse(split), 0));
    }
    return entries;
  }

  private static Dataset<Row> asText(Dataset<Row> rows) {
    Column[] columns =
        Arrays.stream(rows.columns())
            .filter(List.of("uri", "label", "split")::contains)
            .map(name -> rows.col(name).cast(DataTypes.StringType).as(name))
            .toArray(Column[]::new);
    return rows.select(columns);
  }

  /** A relative URI is meant from the manifest's folder. */
  private String resolve(Path manifest, String uri) {
    Path path = Storage.path(uri);
    Path absolute = path.isAbsolute() ? path : new Path(manifest.getParent(), path);
    return storage.fileSystem(absolute).makeQualified(absolute).toString();
  }
}
