package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.config.OutputMode;
import io.graft.error.UserException;
import io.graft.spark.FeatureSetInfo.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class FeatureSetStoreTest {

  private static final Fingerprint FINGERPRINT =
      new Fingerprint("model", "hash", List.of(), Map.of(), "full", "onnxruntime", "1");

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
