package io.graft.spark;

import io.graft.error.UserException;
import io.graft.json.Json;
import io.graft.training.NetworkState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of a training, each in a folder {@code epoch-EEEEE-round-RRRRRRR} of what is
 * behind it: {@code parameters}, {@code updater} and {@code best-parameters}, all {@link
 * FloatFile}s, and {@code checkpoint.json}, which comes last. One that lacks it is none.
 */
public final class CheckpointStore {

  private static final String NAME = "epoch-%05d-round-%07d";
  private static final String PARAMETERS = "parameters";
  private static final String UPDATER = "updater";
  private static final String BEST = "best-parameters";

  private final Storage storage;
  private final FileSystem fileSystem;
  private final Path folder;
  private final int kept;

  /**
   * @param folder of one training
   * @param kept the last so many, at least 1
   */
  public CheckpointStore(Storage storage, Path folder, int kept) {
    this.storage = storage;
    this.fileSystem = storage.fileSystem(folder);
    this.folder = folder;
    this.kept = kept;
  }

  /**
   * Writes a checkpoint, and deletes those that are older than the last ones kept.
   *
   * @param fingerprint of the training, as {@link CheckpointInfo} holds it
   */
  public void write(Checkpoint checkpoint, Map<String, String> fingerprint) {
    Path target = new Path(folder, NAME.formatted(checkpoint.epoch(), checkpoint.round()));
    Path temporary = new Path(folder, "." + target.getName() + ".incomplete");
    try {
      fileSystem.delete(temporary, true);
      fileSystem.mkdirs(temporary);
      file(temporary, PARAMETERS).write(checkpoint.state().parameters());
      file(temporary, UPDATER).write(checkpoint.state().updater());
      file(temporary, BEST).write(checkpoint.bestParameters());
      fileSystem.delete(target, true);
      if (!fileSystem.rename(temporary, target)) {
        throw new IOException("it can't be renamed from " + temporary);
      }
      storage.replaceText(
          new Path(target, CheckpointInfo.FILE), Json.write(info(checkpoint, fingerprint)));
      deleteOld(target);
    } catch (IOException failed) {
      throw new UncheckedIOException("Writing " + target, failed);
    }
  }

  /**
   * The latest checkpoint, if any.
   *
   * @param fingerprint of the training that is to go on from it
   * @throws UserException when it is damaged, or comes from another training
   */
  public Optional<Checkpoint> latest(Map<String, String> fingerprint) {
    return latestFolder().map(path -> read(path, fingerprint));
  }

  /**
   * Sees to it that the latest checkpoint, if any, comes from this training.
   *
   * @throws UserException when it comes from another
   */
  public void requireSame(Map<String, String> fingerprint) {
    latestFolder().ifPresent(path -> info(path).requireSame(fingerprint, path));
  }

  /** The fingerprint of the training that made the latest checkpoint, if any. */
  public Optional<Map<String, String>> fingerprint() {
    return latestFolder().map(path -> info(path).fingerprint());
  }

  private Optional<Path> latestFolder() {
    List<Path> all = all();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** All whole checkpoints, the latest last. */
  List<Path> all() {
    try {
      if (!fileSystem.exists(folder)) {
        return List.of();
      }
      return Arrays.stream(fileSystem.listStatus(folder))
          .map(FileStatus::getPath)
          .filter(path -> !path.getName().startsWith("."))
          .filter(path -> storage.exists(new Path(path, CheckpointInfo.FILE)))
          .sorted()
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException("Listing " + folder, failed);
    }
  }

  private CheckpointInfo info(Path path) {
    Path file = new Path(path, CheckpointInfo.FILE);
    return Json.read(
        file.toString(), storage.readText("The checkpoint", file), CheckpointInfo.class);
  }

  private Checkpoint read(Path path, Map<String, String> fingerprint) {
    CheckpointInfo info = info(path);
    info.requireSame(fingerprint, path);
    NetworkState state =
        new NetworkState(
            file(path, PARAMETERS).read(info.parameters()),
            file(path, UPDATER).read(info.updaterValues()));
    return new Checkpoint(
        info.epoch(),
        info.round(),
        state,
        file(path, BEST).read(info.parameters()),
        info.history());
  }

  private static CheckpointInfo info(Checkpoint checkpoint, Map<String, String> fingerprint) {
    return new CheckpointInfo(
        checkpoint.epoch(),
        checkpoint.round(),
        fingerprint,
        checkpoint.state().parameters().length,
        checkpoint.state().updater().length,
        checkpoint.history());
  }

  private FloatFile file(Path checkpoint, String name) {
    return new FloatFile(storage, new Path(checkpoint, name));
  }

  private void deleteOld(Path latest) throws IOException {
    List<Path> before =
        all().stream().filter(path -> path.getName().compareTo(latest.getName()) < 0).toList();
    for (Path old : before.subList(0, Math.max(0, before.size() + 1 - kept))) {
      fileSystem.delete(old, true);
    }
  }
}
