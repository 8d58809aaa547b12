package io.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureSetFileTest {

  private static final Instant WRITTEN = Instant.ofEpochSecond(1_000_000);

  @TempDir private Path folder;

  @Test
  void stopsDuringTheExtractionAreNoPartOfIt() throws Exception {
    Files.writeString(
        folder.resolve("_graft.json"),
        "{\"counts\": {\"extracted\": 7}, \"secondsByStage\": {\"list\": 9, \"extract\": 20, \"write\": 1.5}}");
    Path success = Files.createDirectory(folder.resolve("features")).resolve("_SUCCESS");
    Files.writeString(success, "");
    Files.setLastModifiedTime(success, FileTime.from(WRITTEN));
    FeatureSetFile features = FeatureSetFile.in(folder);

    assertThat(features.extracted()).isEqualTo(7);
    assertThat(features.extractionSeconds()).isEqualTo(21.5);
    // The first lies half before the extraction, the last behind it.
    List<Stop> stops = List.of(stop(-23.5, -19.5), stop(-10, -6), stop(1, 5));
    assertThat(features.extractionSeconds(stops)).isCloseTo(15.5, within(1e-6));
  }

  private static Stop stop(double from, double to) {
    return new Stop(at(from), at(to));
  }

  private static Instant at(double second) {
    return WRITTEN.plusMillis(Math.round(1000 * second));
  }
}
