package io.graft.jobs;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Extraction into a folder that holds features already. */
@ExtendWith(SparkExtension.class)
class ExtractAgainTest {

  @TempDir private Path folder;
  private Path images;
  private Path out;

  @BeforeEach
  void extractOnce() throws IOException {
    images = folder.resolve("images");
    out = folder.resolve("out");
    copy("heart", 6);
    copy("arrow", 6);
    Files.write(images.resolve("arrow/broken.png"), new byte[] {1, 2, 3});
    assertThat(extract().out()).contains("13 listed = 12 extracted + 1 quarantined");
  }

  @Test
  void nothingNewCostsNothingAndTouchesNothing() throws IOException {
    Map<Path, FileTime> before = times();
    SparkContext context = SparkExtension.session().sparkContext();
    context.setJobGroup("again", "", false);
    try {
      assertThat(extract().out())
          .contains("13 listed = 0 extracted + 1 quarantined {not-an-image=1} + 12 unchanged");
    } finally {
      context.clearJobGroup();
    }
    assertThat(times()).isEqualTo(before);
    // Jobs are what it costs: the images themselves are not looked at.
    assertThat(context.statusTracker().getJobIdsForGroup("again")).hasSizeBetween(5, 16);
  }

  @Test
  void newChangedAndDeletedImagesAreCountedAndBroughtUpToDate() throws IOException {
    Map<String, Row> before = features();
    Path changed = files("heart").get(0);
    Path touched = files("heart").get(1);
    Path deleted = files("arrow").get(0);
    Files.write(changed, Files.readAllBytes(files("arrow").get(1)));
    later(changed);
    later(touched);
    Files.delete(deleted);
    Files.copy(files("arrow").get(2), images.resolve("heart/new.png"));
    Files.delete(images.resolve("arrow/broken.png"));
    assertThat(extract().out())
        .contains(
            "12 listed = 2 extracted + 0 quarantined + 10 unchanged; of earlier ones 1 changed, 2 deleted");
    Map<String, Row> after = features();
    assertThat(after)
        .hasSize(12)
        .doesNotContainKey(uri(deleted))
        .containsKey(uri(images.resolve("heart/new.png")));
    assertThat(after.get(uri(touched))).isEqualTo(before.get(uri(touched)));
    assertThat(after.get(uri(changed)).<String>getAs("content_hash"))
        .isNotEqualTo(before.get(uri(changed)).<String>getAs("content_hash"));
    assertThat(SampleTransfer.read(out.resolve("quarantine"))).isEmpty();
  }

  @Test
  void imagesKeepTheirSplits() throws IOException {
    Map<String, Row> before = features();
    copy("heart", 30);
    copy("arrow", 30);
    extract();
    Map<String, Row> after = features();
    assertThat(after).hasSize(60);
    before.forEach(
        (uri, row) ->
            assertThat(after.get(uri).<String>getAs("split"))
                .isEqualTo(row.<String>getAs("split")));
    // The quarantined file has its place in a split too.
    long test =
        Stream.concat(
                after.values().stream(), SampleTransfer.read(out.resolve("quarantine")).stream())
            .filter(row -> "test".equals(row.getAs("split")))
            .count();
    assertThat(test).isEqualTo(12);
  }

  @Test
  void aMendedImageLeavesTheQuarantineAndABrokenOneEntersIt() throws IOException {
    Path broken = images.resolve("arrow/broken.png");
    Files.copy(files("heart").get(0), broken, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Path fine = files("heart").get(3);
    Files.write(fine, new byte[0]);
    assertThat(extract().out())
        .contains("13 listed = 1 extracted + 1 quarantined {empty=1} + 11 unchanged");
    assertThat(features()).containsKey(uri(broken)).doesNotContainKey(uri(fine));
  }

  @Test
  void contentIsComparedWhereTimeIsNotTrusted() throws IOException {
    Path file = files("heart").get(0);
    FileTime time = Files.getLastModifiedTime(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 5] ^= 1;
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, time);
    assertThat(extract().out()).contains("0 extracted");
    assertThat(extract("--set", "unchanged=content").out()).contains("1 changed");
  }

  @Test
  void featuresOfAnotherCutAreNeverMixed() {
    Graft.Run run = run("--cut", "conv3_features");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("holds features of other cuts")
        .contains("Choose another --out, or replace them with --overwrite");
    assertThat(run("--seed", "7").err()).contains("were split with seed 42");
    assertThat(extract("--cut", "conv3_features", "--overwrite").out()).contains("12 extracted");
  }

  @Test
  void severalCutsInOnePassAreThoseOfSinglePasses() throws IOException {
    Map<String, Row> dense = features();
    out = folder.resolve("several");
    extract("--cut", "conv3_features,dense2", "--pooling", "none,average");
    Map<String, Row> both = features();
    assertThat(both).hasSameSizeAs(dense);
    both.forEach(
        (uri, row) -> {
          assertThat(row.<Object>getAs("features_dense2"))
              .isEqualTo(dense.get(uri).<Object>getAs("features_dense2"));
          assertThat(row.getList(row.fieldIndex("features_conv3_features"))).hasSize(64 * 12 * 12);
        });
    Graft.Run choice =
        Graft.run(
            "train-head",
            "--features",
            out,
            "--base-model",
            Graft.baseModel(),
            "--out",
            folder.resolve("bundle"));
    assertThat(choice.code()).isEqualTo(3);
    assertThat(choice.err())
        .contains("features of several layers: conv3_features, dense2. Choose one with --cut");
  }

  @Test
  void anIncompleteSetIsReadOnlyWhenToldTo() throws IOException {
    incomplete();
    Object[] train = {
      "train-head",
      "--features",
      out,
      "--base-model",
      Graft.baseModel(),
      "--out",
      folder.resolve("bundle")
    };
    Graft.Run refused = Graft.run(train);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("is not complete").contains("--incomplete");
    List<Object> told = new ArrayList<>(List.of(train));
    told.add("--incomplete");
    Graft.Run run = Graft.run(told.toArray());
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void rowsThatTwoRunsHaveWrittenAreMadeOnce() throws IOException {
    incomplete();
    Path part = parquet();
    Files.copy(part, part.resolveSibling("part-copy.snappy.parquet"));
    String quarantine = out.resolve("quarantine").toString();
    SparkExtension.session()
        .read()
        .parquet(quarantine)
        .withColumn("uri", lit(uri(files("heart").get(0))))
        .write()
        .mode("append")
        .parquet(quarantine);
    assertThat(extract().out()).contains("13 listed = 12 extracted + 1 quarantined");
    assertThat(features()).hasSize(12);
  }

  @Test
  void whatAKilledRunLeftIsPutRight() throws IOException {
    incomplete();
    Path task = out.resolve("features/_temporary/0/task_1");
    Files.createDirectories(task);
    Files.copy(parquet(), task.resolve("part-00000-stale.snappy.parquet"));
    Files.createDirectories(out.resolve("_features.new"));
    assertThat(extract().out()).contains("13 listed = 0 extracted");
    assertThat(out.resolve("features/_temporary")).doesNotExist();
    assertThat(out.resolve("_features.new")).doesNotExist();

    incomplete();
    Files.move(out.resolve("features"), out.resolve("_features.old"));
    assertThat(extract().out()).contains("13 listed = 0 extracted");
    assertThat(features()).hasSize(12);
  }

  @Test
  void tooManyInQuarantineEndTheJobAfterEverythingIsWritten() throws IOException {
    out = folder.resolve("gate");
    Graft.Run run = run("--max-quarantined", "0.05");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err())
        .contains(
            "1 of 13 files (7.7 %) are quarantined, and max-quarantined allows 5.0 %: {not-an-image=1}");
    assertThat(features()).hasSize(12);
    assertThat(Files.readString(out.resolve("_graft.json"))).contains("\"complete\" : true");
    assertThat(run("--max-quarantined", "0.08").code()).isZero();
  }

  private void incomplete() throws IOException {
    Path info = out.resolve("_graft.json");
    String text = Files.readString(info);
    assertThat(text).contains("\"complete\" : true");
    Files.writeString(info, text.replace("\"complete\" : true", "\"complete\" : false"));
  }

  private Path parquet() throws IOException {
    try (var files = Files.list(out.resolve("features"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().findFirst().get();
    }
  }

  private Map<Path, FileTime> times() throws IOException {
    Map<Path, FileTime> times = new HashMap<>();
    for (String part : List.of("features", "quarantine")) {
      try (var files = Files.walk(out.resolve(part))) {
        for (Path file : files.toList()) {
          times.put(file, Files.getLastModifiedTime(file));
        }
      }
    }
    return times;
  }

  private Map<String, Row> features() {
    Map<String, Row> rows = new HashMap<>();
    for (Row row : SampleTransfer.read(out.resolve("features"))) {
      assertThat(rows.put(row.getAs("uri"), row)).isNull();
    }
    return rows;
  }

  private static void later(Path file) throws IOException {
    Files.setLastModifiedTime(
        file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 60_000));
  }

  private static String uri(Path file) {
    return "file:" + file;
  }

  private Graft.Run extract(String... more) {
    Graft.Run run = run(more);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private Graft.Run run(String... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "extract-features",
                "--images",
                images,
                "--base-model",
                Graft.baseModel(),
                "--out",
                out));
    arguments.addAll(List.of(more));
    return Graft.run(arguments.toArray());
  }

  private List<Path> files(String label) throws IOException {
    try (var files = Files.list(images.resolve(label))) {
      return files.filter(file -> !file.endsWith("broken.png")).sorted().toList();
    }
  }

  private void copy(String label, int count) throws IOException {
    Path target = Files.createDirectories(images.resolve(label));
    List<Path> samples;
    try (var files = Files.list(Graft.samples("similar").resolve(label))) {
      samples = files.sorted().limit(count).toList();
    }
    for (Path file : samples) {
      if (!Files.exists(target.resolve(file.getFileName()))) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }
}
