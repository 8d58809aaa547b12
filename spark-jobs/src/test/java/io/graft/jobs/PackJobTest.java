package io.graft.jobs;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class PackJobTest {

  private static final String[] COLUMNS = {
    "uri", "content_hash", "label", "split", "width", "height", "features_dense2", "length"
  };

  @TempDir private Path folder;

  @Test
  void packedImagesGiveTheSameFeatureSetAsTheirFiles() throws IOException {
    Path images = SampleTransfer.once().images();
    Path pack = folder.resolve("pack");
    Graft.Run packed = run("pack", "--images", images, "--out", pack);
    assertThat(packed.out()).contains("165 images listed = 165 packed + 0 quarantined");

    Path out = folder.resolve("features");
    String waves = "wave-images=60";
    assertThat(extract(pack, out, "--set", waves).out())
        .contains(
            "165 listed = 160 extracted + 5 quarantined {empty=1, not-an-image=2, truncated=1, unreadable=1}");
    Path direct = SampleTransfer.once().out().resolve("feature-set");
    assertThat(features(out)).isEqualTo(features(direct));
    assertThat(
            SampleTransfer.read(out.resolve("quarantine")).stream()
                .map(row -> row.getString(0) + row.getString(1))
                .toList())
        .isEqualTo(
            SampleTransfer.read(direct.resolve("quarantine")).stream()
                .map(row -> row.getString(0) + row.getString(1))
                .toList());
    assertThat(extract(pack, out).out()).contains("0 extracted").contains("160 unchanged");
  }

  @Test
  void filesThatCannotBeReadAreInThePackWithTheirReason() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    Path good = Files.copy(sample(), images.resolve("good.png"));
    Files.createSymbolicLink(images.resolve("gone.png"), images.resolve("nothing"));
    Path pack = folder.resolve("pack");
    assertThat(run("pack", "--images", images, "--out", pack).out())
        .contains("2 images listed = 1 packed + 1 quarantined {missing=1}");
    Path out = folder.resolve("features");
    assertThat(extract(pack, out).out())
        .contains("2 listed = 1 extracted + 1 quarantined {missing=1}");
    assertThat(SampleTransfer.read(out.resolve("features")).get(0).<String>getAs("uri"))
        .isEqualTo("file:" + good);
  }

  @Test
  void anyParquetWithUriAndContentWillDo() throws IOException {
    Path pack = folder.resolve("foreign.parquet");
    SparkExtension.session()
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", true)
        .load(Graft.samples("similar").resolve("heart").toString())
        .select(col("path").as("uri"), col("content"))
        .write()
        .parquet(pack.toString());
    Path out = folder.resolve("features");
    assertThat(extract(pack, out).out()).contains("40 listed = 40 extracted + 0 quarantined");
    assertThat(extract(pack, out).out()).contains("40 unchanged");
  }

  @Test
  void pretrainingOnAPackGoesAsOnItsFiles() {
    Path pack = folder.resolve("pack");
    run("pack", "--images", Graft.samples("different"), "--out", pack);
    String fromPack = pretrain(pack, folder.resolve("from-pack"));
    String fromFiles = pretrain(Graft.samples("different"), folder.resolve("from-files"));
    assertThat(fromPack).contains("loss").isEqualTo(fromFiles);
  }

  @Test
  void aPackIsNotPackedAgain() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    Files.copy(sample(), images.resolve("good.png"));
    Path pack = folder.resolve("pack");
    run("pack", "--images", images, "--out", pack);
    Graft.Run again = Graft.run("pack", "--images", pack, "--out", folder.resolve("again"));
    assertThat(again.code()).isEqualTo(3);
    assertThat(again.err()).contains("is packed already");
  }

  /** What it says of its one epoch: with the same images in the same order, the same. */
  private static String pretrain(Path images, Path out) {
    Graft.Run run =
        run(
            "pretrain",
            "--images",
            images,
            "--out",
            out,
            "--set",
            "pretrain.epochs=1",
            "--set",
            "pretrain.image-size=16");
    return run.err().lines().filter(line -> line.startsWith("pretrain: epoch")).toList().toString();
  }

  private static Graft.Run extract(Path images, Path out, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("extract-features", "--images", images, "--out", out));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--base-model")) {
      arguments.addAll(List.of("--base-model", Graft.baseModel()));
    }
    return run(arguments.toArray());
  }

  private static Graft.Run run(Object... arguments) {
    Graft.Run run = Graft.run(arguments);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private static List<Row> features(Path out) {
    return SparkExtension.session()
        .read()
        .parquet(out.resolve("features").toString())
        .selectExpr(COLUMNS)
        .sort("uri")
        .collectAsList();
  }

  private static Path sample() throws IOException {
    try (var files = Files.list(Graft.samples("similar").resolve("heart"))) {
      return files.sorted().findFirst().orElseThrow();
    }
  }
}
