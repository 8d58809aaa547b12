package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Extraction of images that belong together in groups. */
@ExtendWith(SparkExtension.class)
class GroupedImagesTest {

  private static final int IMAGES_OF_A_CLASS = 24;
  private static final int IMAGES_OF_A_GROUP = 3;

  @TempDir private Path folder;
  private Path manifest;
  private Path out;

  @BeforeEach
  void nameFiles() {
    manifest = folder.resolve("set.csv");
    out = folder.resolve("out");
  }

  @Test
  void noGroupStandsInTwoSplits() throws IOException {
    writeManifest(IMAGES_OF_A_CLASS);
    run("extract-features", manifest, out);
    List<Row> rows = requireWholeGroups(out);
    assertThat(rows).hasSize(2 * IMAGES_OF_A_CLASS);
    assertThat(rows).filteredOn(row -> "test".equals(row.getAs("split"))).hasSizeBetween(6, 12);

    // The next night's images come to where their groups are.
    writeManifest(IMAGES_OF_A_CLASS + 6);
    assertThat(run("extract-features", manifest, out).out()).contains("48 unchanged");
    assertThat(requireWholeGroups(out)).containsAll(rows).hasSize(60);
  }

  @Test
  void aPackKeepsGroups() throws IOException {
    writeManifest(IMAGES_OF_A_CLASS);
    Path pack = folder.resolve("pack");
    Graft.Run packed = Graft.run("pack", "--images", manifest, "--out", pack);
    assertThat(packed.code()).as(packed.err()).isZero();
    run("extract-features", pack, out);
    run("extract-features", manifest, folder.resolve("direct"));
    assertThat(splits(requireWholeGroups(out)))
        .isEqualTo(splits(requireWholeGroups(folder.resolve("direct"))));
  }

  @Test
  void anImageOfAnotherGroupThanBeforeIsAChangedOne() throws IOException {
    writeManifest(IMAGES_OF_A_CLASS);
    run("extract-features", manifest, out);
    Files.writeString(manifest, Files.readString(manifest).replace("heart-0\n", "other\n"));
    assertThat(run("extract-features", manifest, out).out())
        .contains("3 extracted", "45 unchanged", "3 changed");
    assertThat(SampleTransfer.read(out.resolve("features")))
        .filteredOn(row -> "other".equals(row.getAs("group")))
        .hasSize(3);
  }

  private static List<Row> requireWholeGroups(Path set) {
    var features = SparkExtension.session().read().parquet(set.resolve("features").toString());
    assertThat(features.filter("`group` is null").count()).isZero();
    assertThat(features.select("group", "split").distinct().count())
        .isEqualTo(features.select("group").distinct().count());
    return SampleTransfer.read(set.resolve("features"));
  }

  private static List<String> splits(List<Row> rows) {
    return rows.stream()
        .map(row -> row.<String>getAs("uri") + row.getAs("split") + row.getAs("group"))
        .toList();
  }

  private static Graft.Run run(String command, Path images, Path out) {
    Graft.Run run =
        Graft.run(command, "--images", images, "--base-model", Graft.baseModel(), "--out", out);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  /** Groups of three of the first images; later ones belong to the same groups again. */
  private void writeManifest(int images) throws IOException {
    StringBuilder rows = new StringBuilder("uri,label,group\n");
    for (String label : List.of("heart", "arrow")) {
      List<Path> files;
      try (var found = Files.list(Graft.samples("similar").resolve(label))) {
        files = found.sorted().limit(images).toList();
      }
      for (int i = 0; i < images; i++) {
        int group = i % IMAGES_OF_A_CLASS / IMAGES_OF_A_GROUP;
        rows.append("%s,%s,%s-%d%n".formatted(files.get(i), label, label, group));
      }
    }
    Files.writeString(manifest, rows);
  }
}
