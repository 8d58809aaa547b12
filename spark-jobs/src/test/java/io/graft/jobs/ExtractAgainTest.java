package io.graft.jobs;

import static io.graft.jobs.SampleExtraction.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
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

  private SampleExtraction sample;

  @BeforeEach
  void extractOnce(@TempDir Path folder) throws IOException {
    sample = SampleExtraction.done(folder);
  }

  @Test
  void nothingNewCostsNothingAndTouchesNothing() throws IOException, TimeoutException {
    Map<Path, FileTime> before = times();
    SparkContext context = SparkExtension.session().sparkContext();
    context.setJobGroup("again", "", false);
    try {
      assertThat(sample.extract().out())
          .contains("13 listed = 0 extracted + 1 quarantined {not-an-image=1} + 12 unchanged");
    } finally {
      context.clearJobGroup();
    }
    assertThat(times()).isEqualTo(before);
    SparkExtension.awaitEvents();
    // Jobs are what it costs: the images themselves are not looked at.
    assertThat(context.statusTracker().getJobIdsForGroup("again")).hasSizeBetween(5, 16);
  }

  @Test
  void newChangedAndDeletedImagesAreCountedAndBroughtUpToDate() throws IOException {
    Map<String, Row> before = sample.features();
    Path changed = sample.files("heart").get(0);
    Path touched = sample.files("heart").get(1);
    Path deleted = sample.files("arrow").get(0);
    Files.write(changed, Files.readAllBytes(sample.files("arrow").get(1)));
    later(changed);
    later(touched);
    Files.delete(deleted);
    Files.copy(sample.files("arrow").get(2), sample.images().resolve("heart/new.png"));
    Files.delete(sample.images().resolve("arrow/broken.png"));
    assertThat(sample.extract().out())
        .contains(
            "12 listed = 2 extracted + 0 quarantined + 10 unchanged; of earlier ones 1 changed, 2 deleted");
    Map<String, Row> after = sample.features();
    assertThat(after)
        .hasSize(12)
        .doesNotContainKey(uri(deleted))
        .containsKey(uri(sample.images().resolve("heart/new.png")));
    assertThat(after.get(uri(touched))).isEqualTo(before.get(uri(touched)));
    assertThat(after.get(uri(changed)).<String>getAs("content_hash"))
        .isNotEqualTo(before.get(uri(changed)).<String>getAs("content_hash"));
    assertThat(SampleTransfer.read(sample.out().resolve("quarantine"))).isEmpty();
  }

  @Test
  void imagesKeepTheirSplits() throws IOException {
    Map<String, Row> before = sample.features();
    sample.copy("heart", 30);
    sample.copy("arrow", 30);
    sample.extract();
    Map<String, Row> after = sample.features();
    assertThat(after).hasSize(60);
    before.forEach(
        (uri, row) ->
            assertThat(after.get(uri).<String>getAs("split"))
                .isEqualTo(row.<String>getAs("split")));
    // The quarantined file has its place in a split too.
    long test =
        Stream.concat(
                after.values().stream(),
                SampleTransfer.read(sample.out().resolve("quarantine")).stream())
            .filter(row -> "test".equals(row.getAs("split")))
            .count();
    assertThat(test).isEqualTo(12);
  }

  @Test
  void aMendedImageLeavesTheQuarantineAndABrokenOneEntersIt() throws IOException {
    Path broken = sample.images().resolve("arrow/broken.png");
    Files.copy(sample.files("heart").get(0), broken, StandardCopyOption.REPLACE_EXISTING);
    Path fine = sample.files("heart").get(3);
    Files.write(fine, new byte[0]);
    assertThat(sample.extract().out())
        .contains("13 listed = 1 extracted + 1 quarantined {empty=1} + 11 unchanged");
    assertThat(sample.features()).containsKey(uri(broken)).doesNotContainKey(uri(fine));
  }

  @Test
  void contentIsComparedWhereTimeIsNotTrusted() throws IOException {
    Path file = sample.files("heart").get(0);
    FileTime time = Files.getLastModifiedTime(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 5] ^= 1;
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, time);
    assertThat(sample.extract().out()).contains("0 extracted");
    assertThat(sample.extract("--set", "unchanged=content").out()).contains("1 changed");
  }

  @Test
  void featuresOfAnotherCutAreNeverMixed() {
    Graft.Run run = sample.run("--cut", "conv3_features");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("holds features of other cuts")
        .contains("Choose another --out, or replace them with --overwrite");
    assertThat(sample.run("--seed", "7").err()).contains("were split with seed 42");
    assertThat(sample.extract("--cut", "conv3_features", "--overwrite").out())
        .contains("12 extracted");
  }

  @Test
  void severalCutsInOnePassAreThoseOfSinglePasses() throws IOException {
    Map<String, Row> dense = sample.features();
    sample = sample.into("several");
    sample.extract("--cut", "conv3_features,dense2", "--pooling", "none,average");
    Map<String, Row> both = sample.features();
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
            sample.out(),
            "--base-model",
            Graft.baseModel(),
            "--out",
            sample.images().resolveSibling("bundle"));
    assertThat(choice.code()).isEqualTo(3);
    assertThat(choice.err())
        .contains("features of several layers: conv3_features, dense2. Choose one with --cut");
  }

  @Test
  void tooManyInQuarantineEndTheJobAfterEverythingIsWritten() throws IOException {
    sample = sample.into("gate");
    Graft.Run run = sample.run("--max-quarantined", "0.05");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err())
        .contains(
            "1 of 13 files (7.7 %) are quarantined, and max-quarantined allows 5.0 %: {not-an-image=1}");
    assertThat(sample.features()).hasSize(12);
    assertThat(Files.readString(sample.out().resolve("_graft.json")))
        .contains("\"complete\" : true");
    assertThat(sample.run("--max-quarantined", "0.08").code()).isZero();
  }

  private Map<Path, FileTime> times() throws IOException {
    Map<Path, FileTime> times = new HashMap<>();
    for (String part : List.of("features", "quarantine")) {
      try (var files = Files.walk(sample.out().resolve(part))) {
        for (Path file : files.toList()) {
          times.put(file, Files.getLastModifiedTime(file));
        }
      }
    }
    return times;
  }

  private static void later(Path file) throws IOException {
    Files.setLastModifiedTime(
        file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 60_000));
  }
}
