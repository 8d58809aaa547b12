package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.dataset.ContentHash;
import io.graft.dataset.LabelIndex;
import io.graft.error.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class TrainingImagesTest {

  private static final int COUNT = 20;

  @TempDir private Path folder;
  private final SparkSession session = SparkExtension.session();
  private ColouredImages images;
  private Path out;

  @BeforeEach
  void draw() throws IOException {
    images = new ColouredImages(Files.createDirectory(folder.resolve("images")), COUNT);
    out = folder.resolve("training");
  }

  @Test
  void imagesOfTheTrainSplitAreNumberedByTheirUris() throws IOException {
    images.add(COUNT, "test");
    TrainingImages written = images.write(session, out);
    assertThat(written.count()).isEqualTo(COUNT);
    List<Row> rows =
        session.read().parquet(out.resolve("images").toString()).sort("index").collectAsList();
    assertThat(rows).hasSize(COUNT);
    for (int i = 0; i < COUNT; i++) {
      assertThat(rows.get(i).getLong(0)).isEqualTo(i);
      assertThat(rows.get(i).getString(1)).isEqualTo("file:" + images.file(i));
      assertThat(rows.get(i).getInt(2)).isEqualTo(i % 3);
      assertThat((byte[]) rows.get(i).get(3)).isEqualTo(Files.readAllBytes(images.file(i)));
    }
  }

  @Test
  void packedImagesAreTakenFromTheirPack() {
    TrainingImages fromFiles = images.write(session, out);
    ImageListing listing =
        new ImageSource(session, new org.apache.hadoop.fs.Path(folder.toUri()))
            .list(folder.resolve("images").toString());
    org.apache.hadoop.fs.Path pack = new org.apache.hadoop.fs.Path(folder.resolve("pack").toUri());
    new PackWriter(session, 1 << 20).write(listing, pack);
    TrainingImages fromPack =
        TrainingImages.write(
            session,
            images.features(session, pack.toString()),
            ColouredImages.LABELS,
            new org.apache.hadoop.fs.Path(folder.resolve("training2").toUri()),
            1 << 20);
    assertThat(sorted(fromPack)).isEqualTo(sorted(fromFiles));
  }

  @Test
  void aFinishedFolderIsTakenAsItIs() throws IOException {
    images.write(session, out);
    List<FileStatus> before = files();
    for (int i = 0; i < COUNT; i++) {
      Files.delete(images.file(i));
    }
    assertThat(images.write(session, out).count()).isEqualTo(COUNT);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void anUnfinishedFolderIsWrittenAnew() throws IOException {
    Files.createDirectories(out.resolve("images"));
    Files.writeString(out.resolve("images/part-1.parquet"), "half a file");
    assertThat(sorted(images.write(session, out))).hasSize(COUNT);
  }

  @Test
  void otherImagesAreRefused() {
    images.write(session, out);
    images.add(COUNT, "train");
    assertThatThrownBy(() -> images.write(session, out))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("training holds 20 training images of another data set");
  }

  @Test
  void anImageThatHasChangedOrGoneIsNamed() throws IOException {
    Files.writeString(images.file(3), "something else");
    assertThatThrownBy(() -> images.write(session, out))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "file:%s has changed since its features were extracted. Extract them again: the same command sees what has changed."
                .formatted(images.file(3)));
    Files.delete(images.file(3));
    assertThatThrownBy(() -> images.write(session, out))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("%s can't be read any more (no such file:".formatted(images.file(3)));
    assertThat(out.resolve("_training.json")).doesNotExist();
  }

  @Test
  void anUnknownLabelAndAnEmptySplitAreRefused() {
    FeatureSet features = images.features(session, folder.toString());
    org.apache.hadoop.fs.Path target = new org.apache.hadoop.fs.Path(out.toUri());
    LabelIndex other = LabelIndex.of(List.of("blue", "red"));
    assertThatThrownBy(() -> TrainingImages.write(session, features, other, target, 1 << 20))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("label 'green' is none of the 2 known classes");
    FeatureSet none =
        new FeatureSet(features.folder(), features.info(), features.features().filter("false"));
    assertThatThrownBy(
            () -> TrainingImages.write(session, none, ColouredImages.LABELS, target, 1 << 20))
        .isInstanceOf(UserException.class)
        .hasMessage("The feature set set has no images to train on.");
  }

  private List<FileStatus> files() throws IOException {
    return List.of(
        FileSystem.getLocal(session.sparkContext().hadoopConfiguration())
            .listStatus(new org.apache.hadoop.fs.Path(out.resolve("images").toUri())));
  }

  private static List<String> sorted(TrainingImages images) {
    return images.rows().collect().stream()
        .map(image -> "%05d %s %s".formatted(image.index(), image.classIndex(), hash(image)))
        .sorted()
        .toList();
  }

  private static String hash(TrainingImage image) {
    return ContentHash.of(image.content());
  }
}
