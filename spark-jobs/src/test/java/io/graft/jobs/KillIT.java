package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run over 10,000 images is killed 20 times, each time at a random moment, and started again; its
 * result is that of an undisturbed run. {@code graft.kill.seed} chooses other moments.
 */
@Tag("long")
@ExtendWith(SparkExtension.class)
class KillIT {

  private static final int IMAGES = 10_000;
  private static final int WAVE = 1_000;
  private static final int KILLS = 20;
  private static final long SEED = Long.getLong("graft.kill.seed", 20);

  private final Random random = new Random(SEED);
  @TempDir private Path folder;
  private Path out;
  private double undisturbedSeconds;

  /**
   * What the run is at when the time until its death begins to count; extracting or committing the
   * first, second or third wave of this run.
   */
  private enum Moment {
    STARTING(0.3),
    HASHING(0.1),
    EXTRACTING(0.04),
    COMMITTING(0.01),
    ACCOUNTING(0.05);

    /** Of the time that an undisturbed run takes: how much later it dies at most. */
    private final double share;

    Moment(double share) {
      this.share = share;
    }
  }

  @Test
  void whatIsKilledAndStartedAgainEndsAsIfUndisturbed() throws Exception {
    GeneratedImages.write(folder.resolve("images"), IMAGES, SEED);
    out = folder.resolve("undisturbed");
    try (GraftProcess process = start()) {
      process.requireSuccess();
      undisturbedSeconds = process.seconds();
    }
    StoredSet expected = StoredSet.read(out.toString());
    final JsonNode expectedInfo = StoredSet.info(out.toString());
    assertThat(expected.size()).isEqualTo(IMAGES);
    System.out.printf("undisturbed: %.1f s%n", undisturbedSeconds);

    out = folder.resolve("killed");
    StoredSet last = killAll(expected);
    try (GraftProcess process = start()) {
      process.requireSuccess();
    }

    StoredSet.read(out.toString()).requireSame(expected);
    JsonNode info = StoredSet.info(out.toString());
    assertThat(info.get("complete").asBoolean()).isTrue();
    assertThat(info.get("dataSetHash")).isEqualTo(expectedInfo.get("dataSetHash"));
    assertThat(info.get("counts").get("unchanged").asInt()).isEqualTo(last.features().size());
  }

  /** Returns what the last killed run left. */
  private StoredSet killAll(StoredSet expected) throws Exception {
    StoredSet stored = StoredSet.none();
    Iterator<Moment> moments = moments().iterator();
    for (int kills = 0, starts = 0; kills < KILLS; starts++) {
      assertThat(starts).as("starts for %d kills", kills).isLessThan(2 * KILLS);
      Moment moment = moments.hasNext() ? moments.next() : Moment.ACCOUNTING;
      try (GraftProcess process = start()) {
        boolean killed = killAt(moment, process, stored.size() == IMAGES);
        StoredSet now = StoredSet.read(out.toString());
        System.out.printf(
            "%s %s after %.1f s, extracted %s, stored %,d%n",
            killed ? "killed" : "ended by itself, not",
            moment,
            process.seconds(),
            Arrays.toString(process.progress()),
            now.size());
        requireLittleLost(process, stored, now);
        now.requireKept(stored);
        expected.requireKept(now);
        stored = now;
        kills += killed ? 1 : 0;
      }
    }
    return stored;
  }

  /** Nothing that was stored was computed again, and of what was not, at most one wave is lost. */
  private static void requireLittleLost(GraftProcess process, StoredSet before, StoredSet now) {
    long[] progress = process.progress();
    if (progress[1] > 0) {
      assertThat(progress[1]).isEqualTo(IMAGES - before.size());
      assertThat(progress[0] - (now.size() - before.size())).isLessThanOrEqualTo(WAVE);
    }
  }

  private List<Moment> moments() {
    List<Moment> moments = new ArrayList<>();
    moments.addAll(Collections.nCopies(2, Moment.STARTING));
    moments.addAll(Collections.nCopies(2, Moment.HASHING));
    moments.addAll(Collections.nCopies(7, Moment.EXTRACTING));
    moments.addAll(Collections.nCopies(5, Moment.COMMITTING));
    Collections.shuffle(moments, random);
    moments.addAll(Collections.nCopies(KILLS - moments.size(), Moment.ACCOUNTING));
    return moments;
  }

  private boolean killAt(Moment moment, GraftProcess process, boolean nothingLeft)
      throws Exception {
    Set<Path> earlier = works();
    long files = files() + random.nextInt(3);
    long delay = (long) (random.nextDouble() * moment.share * undisturbedSeconds * 1000);
    boolean reached =
        process.await(
            () ->
                switch (moment) {
                  case STARTING -> true;
                  case HASHING -> exists(earlier, "hashed");
                  case EXTRACTING -> exists(earlier, "waves/_SUCCESS") && files() >= files;
                  case COMMITTING ->
                      exists(earlier, "waves/_SUCCESS")
                          && files() >= files
                          && Files.exists(out.resolve("features/_temporary"));
                  case ACCOUNTING ->
                      nothingLeft
                          ? exists(earlier, "compared/_SUCCESS")
                          : process.progress()[1] > 0
                              && process.progress()[0] == process.progress()[1];
                });
    if (reached) {
      Thread.sleep(delay);
    }
    return process.kill();
  }

  /** Whether the run that is not among the earlier ones has a file in its folder. */
  private boolean exists(Set<Path> earlier, String name) {
    return works().stream()
        .anyMatch(work -> !earlier.contains(work) && Files.exists(work.resolve(name)));
  }

  /** Those that hold committed features: a wave has one. */
  private long files() {
    return list(out.resolve("features")).stream()
        .filter(path -> path.getFileName().toString().startsWith("part-"))
        .count();
  }

  /** The folders of runs that are at work, or were when they were killed. */
  private Set<Path> works() {
    return list(out.resolve("_work"));
  }

  private static Set<Path> list(Path folder) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.collect(Collectors.toSet());
    } catch (NoSuchFileException none) {
      return Set.of();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private GraftProcess start() throws Exception {
    return GraftProcess.local(
        folder.resolve("logs"),
        Map.of(),
        "extract-features",
        "--images",
        folder.resolve("images"),
        "--base-model",
        Graft.baseModel(),
        "--set",
        "wave-images=" + WAVE,
        "--out",
        out);
  }
}
