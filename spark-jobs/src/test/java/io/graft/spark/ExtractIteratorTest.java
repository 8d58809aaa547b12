package io.graft.spark;

import static io.graft.spark.SampleNetwork.input;
import static io.graft.spark.SampleNetwork.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

class ExtractIteratorTest {

  @Test
  void aGroupIsReadAheadAndNoMore() {
    AtomicInteger pulled = new AtomicInteger();
    Iterator<ImageInput> inputs =
        IntStream.range(0, 5 * ImageGroups.MAX_IMAGES)
            .mapToObj(
                i -> {
                  pulled.incrementAndGet();
                  return input("image " + i, png(i));
                })
            .iterator();
    try (ExtractIterator rows = rows(inputs, Duration.ofMinutes(1), new LongAccumulator())) {
      rows.next();
      assertThat(pulled.get()).isEqualTo(2 * ImageGroups.MAX_IMAGES);
    }
  }

  @Test
  void imagesAreReadWhileTheLaneOpens() {
    CountDownLatch read = new CountDownLatch(1);
    Iterator<ImageInput> inputs =
        Stream.of(input("image", png(1))).peek(image -> read.countDown()).iterator();
    Supplier<ExtractLane> lanes =
        () -> {
          assertThat(inTime(read)).as("an image was read").isTrue();
          return SampleNetwork.lane(Duration.ofMinutes(1));
        };
    try (ExtractIterator rows = rows(inputs, lanes, new LongAccumulator())) {
      assertThat(rows.next().getUri()).isEqualTo("image");
    }
  }

  @Test
  void aLaneThatOpensAfterTheTaskHasEndedIsClosed() throws InterruptedException {
    NetworkSpec network = SampleNetwork.unshared("opens late");
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<ExtractLane> opened = new AtomicReference<>();
    Supplier<ExtractLane> lanes =
        () -> {
          assertThat(inTime(ended)).isTrue();
          opened.set(SampleNetwork.lane(network, Duration.ofMinutes(1)));
          return opened.get();
        };
    rows(Collections.emptyIterator(), lanes, new LongAccumulator()).close();
    ended.countDown();
    assertThat(
            SampleNetwork.inTime(() -> opened.get() != null && SharedNetworks.users(network) == 0))
        .isTrue();
  }

  @Test
  void whyALaneDoesNotOpenIsToldAsItIs() {
    UserException reason = new UserException("No such device");
    Supplier<ExtractLane> lanes =
        () -> {
          throw reason;
        };
    try (ExtractIterator rows = rows(images(0, 1).iterator(), lanes, new LongAccumulator())) {
      assertThatThrownBy(rows::hasNext).isSameAs(reason);
    }
  }

  @Test
  void everyImageComesOutOnceWhateverStandsBetween() {
    List<ImageInput> good = images(0, 3 * ImageGroups.MAX_IMAGES + 3);
    List<ImageInput> mixed = new ArrayList<>();
    for (ImageInput image : good) {
      mixed.add(image);
      mixed.add(input("broken " + image.entry().uri(), "no image".getBytes()));
    }
    Map<String, ImageRow> alone = extract(good, Duration.ofMinutes(1));
    Map<String, ImageRow> between = extract(mixed, Duration.ofMinutes(1));
    assertThat(between).hasSize(2 * good.size());
    for (ImageInput image : good) {
      assertSameFeatures(between, alone, image);
      assertThat(between.get("broken " + image.entry().uri()).getReason())
          .isEqualTo("not-an-image");
    }
  }

  @Test
  void whatIsBehindASlowImageIsComputedElsewhere() throws IOException {
    List<ImageInput> good = images(0, ImageGroups.MAX_IMAGES);
    List<ImageInput> mixed = new ArrayList<>(good);
    mixed.add(SampleNetwork.BATCH_SIZE + 2, input("slow", SlowJpeg.bytes()));
    mixed.add(SampleNetwork.BATCH_SIZE + 4, input("slow too", SlowJpeg.bytes()));
    Map<String, ImageRow> alone = extract(good, Duration.ofMinutes(1));
    Map<String, ImageRow> between = extract(mixed, Duration.ofSeconds(1));
    assertThat(between).hasSize(good.size() + 2);
    assertThat(between.get("slow").getReason()).isEqualTo("timed-out");
    assertThat(between.get("slow too").getReason()).isEqualTo("timed-out");
    good.forEach(image -> assertSameFeatures(between, alone, image));
  }

  @Test
  void noImagesGiveNoRows() {
    assertThat(extract(List.of(), Duration.ofMinutes(1))).isEmpty();
  }

  private static void assertSameFeatures(
      Map<String, ImageRow> rows, Map<String, ImageRow> others, ImageInput image) {
    String uri = image.entry().uri();
    assertThat(rows.get(uri).getFeatures()[0]).isEqualTo(others.get(uri).getFeatures()[0]);
  }

  private static List<ImageInput> images(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> input("good " + i, png(i))).toList();
  }

  private static Map<String, ImageRow> extract(List<ImageInput> inputs, Duration limit) {
    List<ImageRow> rows = new ArrayList<>();
    LongAccumulator done = new LongAccumulator();
    try (ExtractIterator iterator = rows(inputs.iterator(), limit, done)) {
      iterator.forEachRemaining(rows::add);
    }
    assertThat(done.value()).isEqualTo(inputs.size());
    return rows.stream().collect(Collectors.toMap(ImageRow::getUri, Function.identity()));
  }

  private static ExtractIterator rows(
      Iterator<ImageInput> inputs, Duration limit, LongAccumulator done) {
    return rows(inputs, () -> SampleNetwork.lane(limit), done);
  }

  private static ExtractIterator rows(
      Iterator<ImageInput> inputs, Supplier<ExtractLane> lanes, LongAccumulator done) {
    return new ExtractIterator(
        new ImageGroups(inputs, SampleNetwork.files(), LabelRule.OPTIONAL), lanes, done);
  }

  private static boolean inTime(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
