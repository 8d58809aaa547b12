package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ExtractFeaturesJobTest {

  @TempDir private Path folder;
  private Path images;
  private Path out;

  @BeforeEach
  void nameFolders() throws IOException {
    images = Files.createDirectory(folder.resolve("images"));
    out = folder.resolve("out");
  }

  @Test
  void imagesWithoutClassesGiveFeaturesWithoutLabels() throws IOException {
    copy("heart", images, 3);
    Files.write(images.resolve("empty.jpg"), new byte[0]);
    extract();
    assertThat(SampleTransfer.read(out.resolve("features")))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.<String>getAs("label")).isNull());
    List<Row> quarantined = SampleTransfer.read(out.resolve("quarantine"));
    assertThat(quarantined).hasSize(1);
    assertThat(quarantined.get(0).<String>getAs("reason")).isEqualTo("empty");
    assertThat(quarantined.get(0).<String>getAs("uri")).endsWith("/empty.jpg");
  }

  @Test
  void theNetworkIsLoadedWhileTheFirstWaveIsPlanned() throws IOException, TimeoutException {
    copy("heart", images, 1);
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(SparkExtension.session().sparkContext());
    context.setJobGroup("extract", "");
    try {
      extract();
    } finally {
      context.clearJobGroup();
    }
    SparkExtension.awaitEvents();
    List<String> stages =
        Arrays.stream(context.statusTracker().getJobIdsForGroup("extract"))
            .sorted()
            .flatMap(
                job -> Arrays.stream(context.statusTracker().getJobInfo(job).stageIds()).sorted())
            .mapToObj(context.statusTracker()::getStageInfo)
            // Of many stages, Spark forgets those first that were skipped.
            .filter(Objects::nonNull)
            .map(stage -> stage.name().replaceAll(":.*", ""))
            .filter(name -> name.matches(".* at (ImageExtractor|Waves).java"))
            .toList();
    assertThat(stages).startsWith("countAsync at ImageExtractor.java");
    assertThat(stages).contains("aggregate at ImageExtractor.java");
  }

  @Test
  void aFileBesideTheClassFoldersIsQuarantinedAsUnlabelled() throws IOException {
    copy("heart", Files.createDirectory(images.resolve("heart")), 2);
    copy("arrow", Files.createDirectory(images.resolve("arrow")), 2);
    copy("arrow", images, 1);
    Graft.Run run = extract();
    assertThat(run.out()).contains("5 listed = 4 extracted + 1 quarantined {unlabelled=1}");
  }

  @Test
  void filesThatCannotBeReadAreQuarantinedWithTheirReason() throws IOException {
    copy("heart", Files.createDirectory(images.resolve("heart")), 4);
    copy("arrow", Files.createDirectory(images.resolve("arrow")), 4);
    Path manifest = folder.resolve("set.csv");
    StringBuilder rows = new StringBuilder("uri,label\n");
    for (String label : List.of("heart", "arrow")) {
      for (Path file : files(images.resolve(label))) {
        rows.append(file).append(',').append(label).append('\n');
      }
    }
    Path large = Files.write(images.resolve("large.png"), new byte[50_000]);
    rows.append(large).append(",heart\n").append(images.resolve("gone.png")).append(",arrow\n");
    Files.writeString(manifest, rows);
    images = manifest;
    Graft.Run run = extract("--set", "max-bytes=40000");
    assertThat(run.out())
        .contains("10 listed = 8 extracted + 2 quarantined {missing=1, too-large=1}");
  }

  @Test
  void aSpatialCutIsPooledOrKept() throws IOException {
    copy("heart", images, 2);
    extract("--cut", "conv3_features");
    assertThat(SampleTransfer.read(out.resolve("features")).get(0).getList(6)).hasSize(64);
    extract("--cut", "conv3_features", "--pooling", "none", "--overwrite");
    assertThat(SampleTransfer.read(out.resolve("features")).get(0).getList(6))
        .hasSize(64 * 12 * 12);
  }

  @Test
  void equalBytesStandInOneSplit() throws IOException {
    for (String label : List.of("heart", "arrow")) {
      Path target = Files.createDirectory(images.resolve(label));
      copy(label, target, 10);
      for (Path file : files(target)) {
        Files.copy(file, target.resolve("again_" + file.getFileName()));
      }
    }
    extract();
    var features = SparkExtension.session().read().parquet(out.resolve("features").toString());
    assertThat(features.select("content_hash").distinct().count()).isEqualTo(20);
    assertThat(features.select("content_hash", "split").distinct().count()).isEqualTo(20);
    assertThat(features.filter("split = 'test'").count()).isEqualTo(8);
  }

  @Test
  void whatCannotBeListedOverwritesNothing() throws IOException {
    copy("heart", images, 2);
    extract();
    images = Files.writeString(folder.resolve("wrong.csv"), "path,label\na.png,heart\n");
    Graft.Run run = new SampleExtraction(images, out).run("--overwrite");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("it needs uri, label");
    assertThat(SampleTransfer.read(out.resolve("features"))).hasSize(2);
  }

  private Graft.Run extract(String... more) {
    return new SampleExtraction(images, out).extract(more);
  }

  private static void copy(String label, Path target, int count) throws IOException {
    for (Path file : files(Graft.samples("similar").resolve(label)).subList(0, count)) {
      Files.copy(file, target.resolve(file.getFileName()));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
