package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.config.OutputMode;
import io.graft.dataset.Split;
import io.graft.error.UserException;
import io.graft.spark.FeatureSetInfo.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class FeatureSetStoreTest {

  private static final Fingerprint FINGERPRINT =
      new Fingerprint("model", "hash", List.of(), Map.of(), "full", "onnxruntime", "1");

  private static final String[] UNIQUE = {"uri", "content_hash", "features_a.list.element"};

  @TempDir private Path folder;

  @Test
  void aRunThatAnotherHasTakenOverFromStops() {
    FeatureSetStore first = opened();
    assertThatCode(first::requireOwner).doesNotThrowAnyException();
    writeInfo(first);
    FeatureSetStore second = opened();
    assertThat(second.earlierWork()).containsExactly(first.work());
    second.deleteEarlierWork();
    assertThatCode(second::requireOwner).doesNotThrowAnyException();
    assertThatThrownBy(first::requireOwner)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Another run has taken over file:" + folder.resolve("out"));
  }

  @Test
  void aRunThatWasKilledEarlyIsNoObstacle() {
    FeatureSetStore first = opened();
    FeatureSetStore second = opened();
    assertThat(second.earlierWork()).containsExactly(first.work());
  }

  @Test
  void whatIsOverwrittenStaysUntilItsPlaceIsNeeded() throws IOException {
    FeatureSetStore first = opened();
    writeInfo(first);
    Path old = Files.createDirectory(folder.resolve("out/features")).resolve("old.parquet");
    Files.writeString(old, "old");
    FeatureSetStore second = store();
    second.open(FINGERPRINT, OutputMode.OVERWRITE);
    assertThat(old).exists();
    assertThat(second.earlierInfo()).isPresent();
    second.removeEarlier();
    assertThat(second.isEmpty()).isTrue();
    assertThat(second.earlierInfo()).isEmpty();
    assertThat(second.earlierWork()).isEmpty();
    assertThatCode(second::requireOwner).doesNotThrowAnyException();
    assertThat(folder.resolve("out").toFile().list()).containsExactly("_work");
  }

  @Test
  void aRunThatWasKilledWhileItReplacedTheInformationIsGoneOnWith() throws IOException {
    writeInfo(opened());
    Path info = folder.resolve("out/_graft.json");
    Path next = folder.resolve("out/._graft.json.new");
    Files.createDirectory(folder.resolve("out/features"));
    Files.move(info, next);
    FeatureSetStore store = store();
    assertThatCode(() -> store.open(FINGERPRINT, OutputMode.OVERWRITE)).doesNotThrowAnyException();
    assertThat(opened().earlierInfo()).isPresent();
    assertThat(next).doesNotExist();
  }

  @Test
  void aRunThatWasKilledEarlyMayBeOverwritten() throws IOException {
    opened();
    Files.writeString(folder.resolve("out/._graft.json.new"), "{");
    assertThatCode(this::opened).doesNotThrowAnyException();
    FeatureSetStore store = store();
    assertThatCode(() -> store.open(FINGERPRINT, OutputMode.OVERWRITE)).doesNotThrowAnyException();
  }

  @Test
  void whatIsNoFeatureSetIsLeftAlone() throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve("out")).resolve("precious"), "x");
    assertThatThrownBy(this::opened)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("exists already and is no feature set");
    FeatureSetStore store = store();
    assertThatThrownBy(() -> store.open(FINGERPRINT, OutputMode.OVERWRITE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("holds other things than an output of Graft");
    assertThat(folder.resolve("out/precious")).exists();
  }

  @Test
  void aSetOfAnEarlierVersionHasNoGroups() {
    FeatureSetStore store = opened();
    writeInfo(store);
    write(
        "features",
        "select 'file:/a' uri, 'h' content_hash, 'cat' label, 'train' split, 1 width, 1 height,"
            + " array(cast(1 as float)) features_a, 9L length, 5L modified_millis");
    write(
        "quarantine",
        "select 'file:/b' uri, 'empty' reason, '' message, 0L length, 'i' content_hash,"
            + " 'cat' label, 'train' split, 5L modified_millis");
    assertThat(store.stored().filter("`group` is null").count()).isEqualTo(2);
    FeatureSet set =
        FeatureSet.open(
            SparkExtension.session(),
            folder.resolve("out").toString(),
            FeatureSet.Completeness.SO_FAR);
    ImageListing train = set.images(Split.TRAIN);
    assertThat(train.count()).isEqualTo(2);
    assertThat(train.isGrouped()).isFalse();
  }

  @Test
  void columnsOfUniqueValuesAreWrittenWithoutDictionary() throws IOException {
    FeatureSetStore store = opened();
    Dataset<ImageRow> rows =
        SparkExtension.session()
            .createDataset(Collections.nCopies(500, row()), Encoders.bean(ImageRow.class));
    store.append(new ImageExtraction(rows, Map.of()), List.of("features_a"), 1);
    assertThat(columnsWithDictionary()).contains("label").doesNotContain(UNIQUE);
  }

  private static ImageRow row() {
    ImageRow row = ImageRow.of(new ImageEntry("file:/a", "cat", null, 9, 5, "hash", null));
    row.setFeatures(new float[][] {{1}});
    return row;
  }

  private List<String> columnsWithDictionary() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("out/features"))) {
      Path file = files.filter(path -> path.toString().endsWith(".parquet")).findFirst().get();
      try (ParquetFileReader reader =
          ParquetFileReader.open(
              HadoopInputFile.fromPath(
                  new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
        return reader.getFooter().getBlocks().get(0).getColumns().stream()
            .filter(column -> column.hasDictionaryPage())
            .map(column -> column.getPath().toDotString())
            .toList();
      }
    }
  }

  private void write(String part, String query) {
    SparkExtension.session()
        .sql(query)
        .write()
        .parquet(folder.resolve("out").resolve(part).toString());
  }

  private static void writeInfo(FeatureSetStore store) {
    store.writeInfo(
        new FeatureSetInfo(
            false,
            FINGERPRINT,
            List.of(),
            "images",
            1,
            Map.of(),
            "",
            FeatureSetInfo.Counts.NONE,
            Map.of()));
  }

  private FeatureSetStore opened() {
    FeatureSetStore store = store();
    store.open(FINGERPRINT, OutputMode.CREATE);
    return store;
  }

  private FeatureSetStore store() {
    return new FeatureSetStore(
        SparkExtension.session(),
        new org.apache.hadoop.fs.Path(folder.resolve("out").toUri()),
        List.of("features_a"));
  }
}
