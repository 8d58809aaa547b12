package io.graft.spark;

import static io.graft.spark.SampleNetwork.inTime;
import static io.graft.spark.SampleNetwork.input;
import static io.graft.spark.SampleNetwork.lane;
import static io.graft.spark.SampleNetwork.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.graft.spark.ImageInput.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExtractLaneTest {

  /** The first image of a JVM waits for the decoder's libraries. */
  @BeforeAll
  static void loadTheDecoder() {
    try (ExtractLane lane = lane(Duration.ofMinutes(1))) {
      lane.begin(List.of(input("first", png(0))));
      lane.await();
    }
  }

  @Test
  void imagesWaitForTheBatchToBeFullOrForTheEnd() {
    try (ExtractLane lane = lane(Duration.ofMinutes(1))) {
      lane.begin(List.of(input("a", png(1)), input("b", png(2)), input("c", png(3))));
      assertThat(lane.await()).isEmpty();
      lane.begin(List.of(input("d", png(4)), input("e", png(5))));
      assertThat(lane.await()).extracting(ImageRow::getUri).containsExactly("a", "b", "c", "d");
      lane.begin(List.of());
      assertThat(lane.await()).extracting(ImageRow::getUri).containsExactly("e");
      assertThat(lane.hasBegun()).isFalse();
    }
  }

  @Test
  void aLaneGoesOnWithTheNextImagesByItself() throws InterruptedException {
    try (ExtractLane lane = lane(Duration.ofMinutes(1))) {
      List<ImageInput> batch = Collections.nCopies(SampleNetwork.BATCH_SIZE, input("a", png(1)));
      lane.begin(batch);
      lane.begin(batch);
      assertThat(inTime(() -> lane.unfinished().isEmpty())).isTrue();
      assertThat(lane.await()).hasSize(2 * batch.size());
      assertThat(lane.await()).isEmpty();
      assertThat(lane.hasBegun()).isFalse();
    }
  }

  @Test
  void aBatchIsNotHeldUntilItIsFullWhereItsImagesAreLarge() throws IOException {
    byte[] large = Arrays.copyOf(png(1), 17 << 20);
    try (ExtractLane lane = lane(Duration.ofMinutes(1))) {
      lane.begin(List.of(input("a", large), input("b", large), input("c", png(3))));
      assertThat(lane.await()).extracting(ImageRow::getUri).containsExactly("a", "b");
    }
  }

  @Test
  void theNetworkIsHandedBackWhenTheLaneEndsOrIsLeftBehind() throws IOException {
    NetworkSpec network = SampleNetwork.unshared("left behind");
    ExtractLane idle = lane(network, Duration.ofMinutes(1));
    assertThat(SharedNetworks.users(network)).isEqualTo(1);
    idle.close();
    idle.close();
    assertThat(SharedNetworks.users(network)).isZero();
    try (ExtractLane lane = lane(network, Duration.ofSeconds(1))) {
      lane.begin(List.of(input("slow", SlowJpeg.bytes())));
      lane.await();
      assertThat(SharedNetworks.users(network)).isZero();
    }
    assertThat(SharedNetworks.users(network)).isZero();
  }

  @Test
  void aLaneThatIsClosedInItsWorkHandsTheNetworkBackAtTheEnd() {
    NetworkSpec network = SampleNetwork.unshared("closed in its work");
    ExtractLane lane = lane(network, Duration.ofMinutes(1));
    lane.begin(Collections.nCopies(200, input("a", png(1))));
    lane.begin(Collections.nCopies(200, input("b", png(1))));
    lane.close();
    lane.await();
    lane.await();
    assertThat(SharedNetworks.users(network)).isZero();
  }

  @Test
  void aStorageThatIsGoneFailsTheTask() {
    ImageInput lost =
        new ImageInput(
            new ImageEntry("nowhere://host/a.png", null, null, 1, 0), null, null, Trust.UNKNOWN);
    try (ExtractLane lane = lane(Duration.ofMinutes(1))) {
      lane.begin(List.of(lost));
      assertThatThrownBy(lane::await)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("nowhere://host/a.png can't be reached");
    }
  }

  @Test
  void anImageThatDoesNotComeToAnEndIsLeftBehindAndTheOthersAreHandedBack() throws IOException {
    ImageInput early = input("early", png(1));
    ImageInput late = input("late", png(2));
    try (ExtractLane lane = lane(Duration.ofSeconds(1))) {
      lane.begin(
          List.of(early, input("broken", new byte[9]), input("slow", SlowJpeg.bytes()), late));
      assertThat(lane.await())
          .extracting(ImageRow::getUri, ImageRow::getReason, ImageRow::getMessage)
          .satisfiesExactly(
              broken -> assertThat(broken.toList()).startsWith("broken", "not-an-image"),
              slow ->
                  assertThat(slow)
                      .isEqualTo(
                          tuple("slow", "timed-out", "not decoded after 1.0 s (max-seconds)")));
      assertThat(lane.isLeftBehind()).isTrue();
      assertThat(lane.unfinished()).containsExactly(early, late);
    }
  }

  @Test
  void suspectsAreTriedInAChildProcessFirstAndGiveTheSameFeatures() {
    ImageEntry entry = new ImageEntry("a", null, null, 0, 0);
    byte[] bytes = png(7);
    List<ProcessHandle> before = ProcessHandle.current().children().toList();
    try (ExtractLane lane = lane(Duration.ofMinutes(1))) {
      lane.begin(
          List.of(
              new ImageInput(entry, bytes, null, Trust.UNKNOWN),
              new ImageInput(entry, bytes, null, Trust.SUSPECT)));
      lane.await();
      assertThat(ProcessHandle.current().children().filter(child -> !before.contains(child)))
          .hasSize(1);
      lane.begin(List.of());
      List<ImageRow> rows = lane.await();
      assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row.getReason()).isNull());
      assertThat(rows.get(1).getFeatures()[0]).isEqualTo(rows.get(0).getFeatures()[0]);
    }
  }
}
