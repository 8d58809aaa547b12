package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.bundle.ModelBundle;
import io.graft.spark.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What was grafted is grafted onto, and trained further. */
@ExtendWith(SparkExtension.class)
class BundleAsBaseModelTest {

  @TempDir private Path folder;

  private final Path bundle = SampleTransfer.once().out().resolve("bundle");

  @Test
  void itsDefaultCutHasTheFeaturesThatItsHeadWasTrainedOn() {
    assertThat(features(bundle, "again")).isEqualTo(features(Graft.baseModel(), "first"));
  }

  @Test
  void itIsFineTunedIntoABundleThatNamesIt() {
    Path out = folder.resolve("tuned");
    Graft.Run run =
        Graft.run(
            "fine-tune",
            "--images",
            Graft.samples("similar"),
            "--base-model",
            bundle,
            "--epochs",
            1,
            "--out",
            out);
    assertThat(run.code()).as(run.err()).isZero();
    ModelBundle tuned = ModelBundle.load(out.resolve("bundle"));
    assertThat(tuned.info().baseModel()).isEqualTo("bundle");
    assertThat(tuned.info().baseModelSha256())
        .isEqualTo(ModelBundle.load(bundle).info().sha256ByFile().get("model.zip"));
    assertThat(tuned.info().metrics().get("validationAccuracy")).isGreaterThan(0.5);
  }

  @Test
  void itsPreprocessingIsItsOwn() {
    Graft.Run run = Graft.run("layers", "--base-model", bundle, "--preprocessing", "raw");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("is a model bundle, which has its own preprocessing");
  }

  @Test
  void aFolderThatIsNoBundleIsRefused() {
    Graft.Run run = Graft.run("layers", "--base-model", folder);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("is a folder without bundle.json");
  }

  /** The features of the sample images at the default cut, in the order of their URIs. */
  private List<List<Float>> features(Path baseModel, String name) {
    Path out = folder.resolve(name);
    Graft.Run run =
        Graft.run(
            "extract-features",
            "--images",
            Graft.samples("similar"),
            "--base-model",
            baseModel,
            "--out",
            out);
    assertThat(run.code()).as(run.err()).isZero();
    return SampleTransfer.read(out.resolve("features")).stream()
        .map(row -> row.<Float>getList(column(row)))
        .toList();
  }

  private static int column(Row row) {
    List<String> names = List.of(row.schema().fieldNames());
    return names.indexOf(
        names.stream().filter(name -> name.startsWith("features_")).findFirst().orElseThrow());
  }
}
