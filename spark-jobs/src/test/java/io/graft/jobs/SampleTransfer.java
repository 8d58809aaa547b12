package io.graft.jobs;

import io.graft.spark.SparkExtension;
import io.graft.spark.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * One transfer on the project's samples, with broken files among them, that several tests look at.
 */
record SampleTransfer(Path images, Path out, Graft.Run run) {

  private static SampleTransfer done;

  /** The transfer, carried out the first time it is asked for. */
  static synchronized SampleTransfer once() {
    if (done == null) {
      Path folder = Storage.temporaryFolder();
      Path images = images(folder);
      Path out = folder.resolve("out");
      done = new SampleTransfer(images, out, transfer(images, out));
    }
    return done;
  }

  /** The same transfer once more, into another folder. */
  static Graft.Run to(Path target) {
    return transfer(once().images(), target);
  }

  static List<Row> read(Path parquet) {
    return SparkExtension.session().read().parquet(parquet.toString()).sort("uri").collectAsList();
  }

  static long countFiles(Path root) {
    try (var files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Graft.Run transfer(Path images, Path target) {
    return Graft.run(
        "transfer", "--images", images, "--base-model", Graft.baseModel(), "--out", target);
  }

  private static Path images(Path folder) {
    Path images = folder.resolve("images with spaces é");
    copy(Graft.samples("similar"), images);
    copy(Graft.samples("broken"), images);
    return images;
  }

  private static void copy(Path from, Path to) {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
