package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the user can mend is said in a line or two, with exit code 3 and without a stack trace. */
@ExtendWith(SparkExtension.class)
class ErrorsTest {

  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void nameOutput() {
    out = folder.resolve("out");
  }

  @Test
  void missingImages() {
    refused(
        transfer(folder.resolve("nowhere"), Graft.baseModel()),
        "The images " + folder.resolve("nowhere") + " do not exist. Check the path.");
  }

  @Test
  void missingBaseModel() {
    refused(
        transfer(Graft.samples("similar"), folder.resolve("net.h5")),
        "The base model " + folder.resolve("net.h5") + " does not exist. Check the path.");
  }

  @Test
  void emptyFolder() {
    refused(transfer(folder, Graft.baseModel()), folder + " holds no files.", "CLASS/FILE");
  }

  @Test
  void emptyCsvManifest() throws IOException {
    Path manifest = Files.writeString(folder.resolve("set.csv"), "uri,label\n");
    refused(transfer(manifest, Graft.baseModel()), manifest + " holds no files.");
  }

  @Test
  void emptyParquetManifest() {
    Path manifest = folder.resolve("set.parquet");
    SparkExtension.session()
        .createDataFrame(
            List.of(),
            new StructType().add("uri", DataTypes.StringType).add("label", DataTypes.StringType))
        .write()
        .parquet(manifest.toString());
    refused(transfer(manifest, Graft.baseModel()), manifest + " holds no files.");
  }

  @Test
  void oneClassOnly() throws IOException {
    copyClass("heart", "set/heart");
    refused(
        transfer(folder.resolve("set"), Graft.baseModel()),
        "holds one class only, 'heart': a classifier needs at least two.");
  }

  @Test
  void noClasses() throws IOException {
    copyClass("heart", "flat");
    refused(
        transfer(folder.resolve("flat"), Graft.baseModel()),
        "holds images without classes",
        "CLASS/FILE");
  }

  @Test
  void splitFoldersThatContradictEachOther() throws IOException {
    copyClass("heart", "set/train/heart");
    copyClass("heart", "set/val/heart");
    refused(
        transfer(folder.resolve("set"), Graft.baseModel()),
        "holds the folder train beside [val]",
        "name them train, validation and test");
  }

  @Test
  void noTestImages() throws IOException {
    copyClass("heart", "set/train/heart");
    copyClass("arrow", "set/train/arrow");
    refused(
        transfer(folder.resolve("set"), Graft.baseModel()),
        "has no test images, so the model could not be measured. Add a folder test/CLASS");
  }

  @Test
  void onlyBadImagesInAClass() throws IOException {
    copyClass("heart", "set/heart");
    copyClass("arrow", "set/arrow");
    Files.createDirectories(folder.resolve("set/void"));
    Files.writeString(folder.resolve("set/void/a.jpg"), "no image");
    refused(
        transfer(folder.resolve("set"), Graft.baseModel()),
        "Class 'void' has no image to train on");
  }

  @Test
  void corruptBaseModel() throws IOException {
    Path broken = folder.resolve("base-model.zip");
    byte[] bytes = Files.readAllBytes(Graft.baseModel());
    Files.write(broken, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    refused(
        Graft.run("layers", "--base-model", broken, "--preprocessing", "tf"),
        "base-model.zip can't be read",
        "corrupt or cut short");
  }

  @Test
  void wrongChecksum() throws IOException {
    Files.copy(Graft.baseModel(), folder.resolve("base-model.zip"));
    String sidecar =
        Files.readString(Graft.baseModel().resolveSibling("base-model.zip.conf"))
            .replaceAll("(sha256\"?\\s*=\\s*\"?)[0-9a-f]{8}", "$100000000");
    Files.writeString(folder.resolve("base-model.zip.conf"), sidecar);
    refused(
        Graft.run("layers", "--base-model", folder.resolve("base-model.zip")),
        "base-model.zip has sha-256 ",
        "base-model.zip.conf says 00000000");
  }

  @Test
  void missingPreprocessing() throws IOException {
    Files.copy(Graft.baseModel(), folder.resolve("base-model.zip"));
    refused(
        Graft.run("layers", "--base-model", folder.resolve("base-model.zip")),
        "The preprocessing of base-model.zip is not known",
        "base-model.zip.conf",
        "--preprocessing tf|torch|caffe|unit|raw");
  }

  @Test
  void unknownSetting() throws IOException {
    Path conf = folder.resolve("my.conf");
    Files.writeString(conf, "images = x\nhead { fold = 3 }\n");
    refused(
        Graft.run("transfer", "--config", conf),
        "Unknown setting 'head.fold'",
        "my.conf: 2",
        "folds");
  }

  @Test
  void outputThatExists() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("mine.txt"), "precious");
    refused(
        transfer(Graft.samples("similar"), Graft.baseModel()),
        "out exists already. Choose another --out, or replace it with --overwrite.");
    assertThat(out.resolve("mine.txt")).hasContent("precious");
  }

  @Test
  void overwriteSparesWhatIsNoOutputOfGraft() throws IOException {
    Files.createDirectories(out);
    Files.writeString(out.resolve("mine.txt"), "precious");
    refused(
        Graft.run(
            "transfer",
            "--images",
            Graft.samples("similar"),
            "--base-model",
            Graft.baseModel(),
            "--out",
            out,
            "--overwrite"),
        "out holds other things than an output of Graft, so --overwrite does not replace it.");
    assertThat(out.resolve("mine.txt")).hasContent("precious");
  }

  @Test
  void manifestThatSplitsSomeImagesOnly() throws IOException {
    Path manifest = folder.resolve("set.csv");
    Files.writeString(manifest, "uri,label,split\na.jpg,x,train\nb.jpg,y,\n");
    refused(
        transfer(manifest, Graft.baseModel()),
        "gives some images a split, but not file:" + folder.resolve("b.jpg"));
  }

  @Test
  void uriThatIsNone() {
    refused(
        Graft.run("transfer", "--images", "s3a:pictures", "--base-model", "x", "--out", out),
        "'s3a:pictures' is no path or URI");
  }

  @Test
  void baseModelThatNamesAFileElsewhere() throws IOException {
    Files.copy(Graft.baseModel(), folder.resolve("base-model.zip"));
    Files.writeString(
        folder.resolve("base-model.zip.conf"),
        Files.readString(Graft.baseModel().resolveSibling("base-model.zip.conf"))
            .replace("labels.txt", "../../labels.txt"));
    refused(
        Graft.run("layers", "--base-model", folder.resolve("base-model.zip")),
        "names the file '../../labels.txt': only files in its own folder are read");
  }

  @Test
  void layerThatIsNoCutPoint() {
    refused(
        Graft.run(
            "transfer",
            "--images",
            Graft.samples("similar"),
            "--base-model",
            Graft.baseModel(),
            "--cut",
            "dense9",
            "--out",
            out),
        "has no layer 'dense9'",
        "graft layers --base-model");
  }

  @Test
  void caseThatIsNotThereYet() {
    refused(Graft.run("transfer", "--case", "5"), "Unknown case '5': use auto, 1, 2, 3 or 4.");
  }

  @Test
  void cudaThatCannotBeHad() {
    refused(
        Graft.run(
            "transfer",
            "--images",
            Graft.samples("similar"),
            "--base-model",
            Graft.baseModel(),
            "--device",
            "cuda",
            "--out",
            out),
        "Device cuda can't be had: this build of Graft carries ONNX Runtime for the processor only.");
  }

  @Test
  void noBundle() {
    refused(
        Graft.run(
            "evaluate",
            "--bundle",
            folder.resolve("nothing"),
            "--images",
            Graft.samples("similar"),
            "--out",
            out),
        "The model bundle " + folder.resolve("nothing") + " does not exist.");
  }

  @Test
  void unknownCommandIsUsage() {
    Graft.Run run = Graft.run("transfigure");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("transfigure").doesNotContain("\tat ");
  }

  @Test
  void aFailedRunLeavesNothingBehind() throws IOException {
    copyClass("heart", "set/heart");
    transfer(folder.resolve("set"), Graft.baseModel());
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(folder.resolve("set"));
    }
  }

  private Graft.Run transfer(Path images, Path baseModel) {
    return Graft.run("transfer", "--images", images, "--base-model", baseModel, "--out", out);
  }

  private void copyClass(String label, String target) throws IOException {
    Path to = Files.createDirectories(folder.resolve(target));
    try (var files = Files.list(Graft.samples("similar").resolve(label))) {
      for (Path file : files.sorted().limit(12).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void refused(Graft.Run run, String... parts) {
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains(parts).doesNotContain("\tat ");
  }
}
