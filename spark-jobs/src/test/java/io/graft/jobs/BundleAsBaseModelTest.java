package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.bundle.ModelBundle;
import io.graft.spark.SparkExtension;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** Vertices that pooled and joined for the first head stay in the second one's backbone. */
  @Test
  void joinedCutsAreGraftedOntoAgain() {
    List<String> cuts = List.of("--cut", "conv2_shapes,conv3_features", "--pooling", "grid");
    Path features = extract(Graft.baseModel(), "joined-features", cuts);
    Path joined = head(Graft.baseModel(), features, "joined", cuts);
    Path again = head(joined, extract(joined, "again-features", List.of()), "again", List.of());
    assertThat(ModelBundle.load(again).info().cuts().get(0).layer()).isEqualTo("graft_joined");
  }

  @Test
  void hiddenLayersOfItsHeadArePassedOver() {
    Path features = SampleTransfer.once().out().resolve("feature-set");
    List<String> hidden = List.of("--set", "head.type=dense", "--set", "head.dense.epochs=2");
    Path dense = head(Graft.baseModel(), features, "dense", hidden);
    Graft.Run layers = Graft.run("layers", "--base-model", dense);
    assertThat(layers.out()).containsPattern("\\* +dense2 ").contains("graft_hidden_1");
  }

  @Test
  void itIsNotDeletedByTheRunThatNeedsIt() {
    Path out = SampleTransfer.once().out();
    Graft.Run run =
        Graft.run(
            "fine-tune",
            "--images",
            Graft.samples("similar"),
            "--base-model",
            bundle,
            "--out",
            out,
            "--overwrite");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("lies in the output", "which --overwrite deletes");
    assertThat(bundle.resolve("bundle.json")).exists();
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
    assertThat(tuned.info().baseModel()).isEqualTo("out/bundle");
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
    return SampleTransfer.read(extract(baseModel, name, List.of()).resolve("features")).stream()
        .map(row -> row.<Float>getList(column(row)))
        .toList();
  }

  private Path extract(Path baseModel, String name, List<String> options) {
    Path images = Graft.samples("similar");
    return write("extract-features", "--images", images, baseModel, name, options);
  }

  private Path head(Path baseModel, Path features, String name, List<String> options) {
    return write("train-head", "--features", features, baseModel, name, options);
  }

  private Path write(
      String command, String input, Path from, Path baseModel, String name, List<String> options) {
    Path out = folder.resolve(name);
    List<Object> arguments = new ArrayList<>(List.of(command, input, from));
    arguments.addAll(List.of("--base-model", baseModel, "--out", out));
    arguments.addAll(options);
    Graft.Run run = Graft.run(arguments.toArray());
    assertThat(run.code()).as(run.err()).isZero();
    return out;
  }

  private static int column(Row row) {
    List<String> names = List.of(row.schema().fieldNames());
    return names.indexOf(
        names.stream().filter(name -> name.startsWith("features_")).findFirst().orElseThrow());
  }
}
