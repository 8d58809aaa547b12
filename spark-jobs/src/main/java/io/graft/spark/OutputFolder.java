package io.graft.spark;

import io.graft.config.OutputMode;
import io.graft.error.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder that a reader never sees half of: it is written beside its place under a temporary name
 * and renamed when it is complete.
 */
public final class OutputFolder {

  private static final String INFO_TO_COME =
      Storage.replacement(new Path("/", FeatureSet.INFO)).getName();

  /** By these a folder is known as an earlier output, which alone may be overwritten. */
  private static final List<String> MARKS =
      List.of(
          FeatureSet.INFO,
          INFO_TO_COME,
          "bundle.json",
          "evaluation.json",
          "feature-set",
          FineTuner.CHECKPOINTS,
          "plan.json",
          "predictions",
          ImagePack.INFO,
          BaseModelWriter.FILE);

  private OutputFolder() {}

  /**
   * Lets the work write into a temporary folder, then puts that in place. When the work fails the
   * temporary folder is removed and what was there before stays; only where it has checkpoints it
   * is kept, and the work begins with it the next time.
   *
   * @throws UserException when the folder exists and may not be overwritten; before any work
   */
  public static <T> T write(Storage storage, String uri, OutputMode mode, Function<Path, T> work) {
    Path target = Storage.path(uri);
    FileSystem fileSystem = storage.fileSystem(target);
    Path folder = fileSystem.makeQualified(target);
    if (folder.isRoot()) {
      throw new UserException("The output can't be a whole file system: " + folder + ".");
    }
    check(storage, folder, mode);
    Path temporary = new Path(folder.getParent(), "." + folder.getName() + ".incomplete");
    try {
      if (mode == OutputMode.OVERWRITE || !isResumable(storage, temporary)) {
        fileSystem.delete(temporary, true);
      }
      fileSystem.delete(work(temporary), true);
      fileSystem.mkdirs(temporary);
      T result = work.apply(temporary);
      fileSystem.delete(work(temporary), true);
      check(storage, folder, mode);
      replace(fileSystem, temporary, folder);
      return result;
    } catch (IOException failed) {
      throw new UserException(
          "%s can't be written: %s. Check the path and its permissions."
              .formatted(folder, failed.getMessage()),
          failed);
    } finally {
      if (!isResumable(storage, temporary)) {
        removeLeftovers(fileSystem, temporary);
      }
    }
  }

  /**
   * Opens a folder that a job works in itself: where it was killed, the next run finds there what
   * it has left, its checkpoints above all.
   *
   * @param last what the job writes last
   * @throws UserException when the folder is complete and may not be overwritten, or holds other
   *     things
   */
  public static Path resume(Storage storage, String uri, OutputMode mode, String last) {
    Path target = Storage.path(uri);
    Path folder = storage.fileSystem(target).makeQualified(target);
    if (storage.exists(folder)) {
      requireOutput(storage, folder);
      if (mode == OutputMode.OVERWRITE) {
        storage.deleteFolder(folder);
      } else if (storage.exists(new Path(folder, last)) || !isResumable(storage, folder)) {
        check(storage, folder, mode);
      }
    }
    storage.createFolder(new Path(folder, FineTuner.CHECKPOINTS));
    storage.deleteFolder(work(folder));
    return folder;
  }

  private static boolean isResumable(Storage storage, Path folder) {
    return storage.exists(new Path(folder, FineTuner.CHECKPOINTS));
  }

  /** Where the work in the folder keeps what it needs meanwhile. */
  public static Path work(Path folder) {
    return new Path(folder, "_work");
  }

  /**
   * Refuses an output that exists, so that nobody waits for work that can't be kept.
   *
   * @throws UserException when the folder exists and may not be overwritten
   */
  private static void check(Storage storage, Path folder, OutputMode mode) {
    if (mode == OutputMode.CREATE && storage.exists(folder)) {
      throw new UserException(
          "The output %s exists already. Choose another --out, or replace it with --overwrite."
              .formatted(folder));
    }
    if (mode == OutputMode.OVERWRITE && storage.exists(folder)) {
      requireOutput(storage, folder);
    }
  }

  /** Whether there is no more in the folder than a run has left that was killed early. */
  static boolean isHardlyBegun(Storage storage, Path folder) {
    return storage.holdsOnly(Set.of(work(folder).getName(), INFO_TO_COME), folder);
  }

  /**
   * Refuses a folder that is no earlier output, which alone may be overwritten, nor what a run that
   * was killed early has left.
   *
   * @throws UserException when it holds other things
   */
  static void requireOutput(Storage storage, Path folder) {
    if (!isHardlyBegun(storage, folder)
        && MARKS.stream().noneMatch(mark -> storage.exists(new Path(folder, mark)))) {
      throw new UserException(
          "%s holds other things than an output of Graft, so --overwrite does not replace it. Choose another --out."
              .formatted(folder));
    }
  }

  private static void replace(FileSystem fileSystem, Path temporary, Path folder)
      throws IOException {
    Path old = new Path(folder.getParent(), "." + folder.getName() + ".replaced");
    fileSystem.delete(old, true);
    if (fileSystem.exists(folder) && !fileSystem.rename(folder, old)) {
      throw new IOException("the old output can't be moved away");
    }
    if (!fileSystem.rename(temporary, folder)) {
      fileSystem.rename(old, folder);
      throw new IOException("the complete output can't be renamed from " + temporary);
    }
    fileSystem.delete(old, true);
  }

  private static void removeLeftovers(FileSystem fileSystem, Path temporary) {
    try {
      fileSystem.delete(temporary, true);
    } catch (IOException failed) {
      throw new UncheckedIOException("Removing " + temporary, failed);
    }
  }
}
