package io.graft.spark;

import io.graft.image.BadImageException;
import io.graft.image.QuarantineReason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * Reads whole image files; what can't be read has a reason to be quarantined. Local files are read
 * past Hadoop, which takes longer over a small file than decoding it does.
 */
record ImageFiles(Configuration hadoop, long maxBytes) {

  private static final int ATTEMPTS = 3;
  private static final long MILLIS_BETWEEN = 200;

  /** A file's length in bytes and time; 0 for both where it can't be had. */
  record State(String uri, long length, long modifiedMillis) {}

  /** The file's whole URI; a relative one is meant from the base folder. */
  String resolve(String base, String uri) {
    Path path = Storage.path(uri);
    Path absolute = path.isAbsolute() ? path : new Path(new Path(base), path);
    return new Storage(hadoop).fileSystem(absolute).makeQualified(absolute).toString();
  }

  State state(String uri) {
    try {
      if (isLocal(uri)) {
        BasicFileAttributes file = Files.readAttributes(local(uri), BasicFileAttributes.class);
        return new State(uri, file.size(), file.lastModifiedTime().toMillis());
      }
      Path path = new Path(uri);
      FileStatus file = path.getFileSystem(hadoop).getFileStatus(path);
      return new State(uri, file.getLen(), file.getModificationTime());
    } catch (IOException gone) {
      // Reading it will tell why it can't be had.
      return new State(uri, 0, 0);
    }
  }

  /**
   * All bytes of the file, as long as it is when it is read.
   *
   * @throws BadImageException when this file can't be read
   * @throws UncheckedIOException when its storage can't be reached: another attempt may succeed
   */
  byte[] read(String uri) throws BadImageException {
    for (int attempt = 1; ; attempt++) {
      try {
        return isLocal(uri) ? readLocal(local(uri)) : readRemote(new Path(uri));
      } catch (AccessControlException | AccessDeniedException denied) {
        throw new BadImageException(QuarantineReason.FORBIDDEN, denied.getMessage(), denied);
      } catch (FileNotFoundException | NoSuchFileException missing) {
        throw new BadImageException(QuarantineReason.MISSING, "no such file: " + uri, missing);
      } catch (IOException failed) {
        if (attempt == ATTEMPTS) {
          requireStorage(uri, failed);
          throw new BadImageException(QuarantineReason.UNREADABLE, failed.toString(), failed);
        }
        pause();
      }
    }
  }

  private byte[] readLocal(java.nio.file.Path file) throws IOException, BadImageException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      // Reading a pipe would never end.
      throw new BadImageException(
          QuarantineReason.UNREADABLE, "no regular file, or a link back to a folder above it");
    }
    requireSize(attributes.size());
    return Files.readAllBytes(file);
  }

  private byte[] readRemote(Path file) throws IOException, BadImageException {
    FileSystem fileSystem = file.getFileSystem(hadoop);
    FileStatus status = fileSystem.getFileStatus(file);
    requireSize(status.getLen());
    try (var in = fileSystem.open(file)) {
      byte[] bytes = new byte[(int) status.getLen()];
      in.readFully(bytes);
      if (in.read() >= 0) {
        throw new IOException("the file grows while it is read");
      }
      return bytes;
    }
  }

  private void requireSize(long bytes) throws BadImageException {
    if (bytes > maxBytes) {
      throw BadImageException.of(
          QuarantineReason.TOO_LARGE, "%,d bytes; max-bytes allows %,d", bytes, maxBytes);
    }
  }

  /**
   * A file that fails while its storage answers, if only that the folder is none, is at fault
   * itself.
   */
  private void requireStorage(String uri, IOException failed) {
    try {
      Path folder = new Path(uri).getParent();
      folder.getFileSystem(hadoop).getFileStatus(folder);
    } catch (FileNotFoundException | ParentNotDirectoryException | AccessControlException answer) {
      failed.addSuppressed(answer);
    } catch (IOException unreachable) {
      failed.addSuppressed(unreachable);
      throw new UncheckedIOException("The storage of " + uri + " can't be reached", failed);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(MILLIS_BETWEEN);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted between two attempts to read", interrupted);
    }
  }

  private static boolean isLocal(String uri) {
    return uri.startsWith("file:");
  }

  private static java.nio.file.Path local(String uri) throws NoSuchFileException {
    String path = uri.substring("file:".length());
    try {
      return java.nio.file.Path.of(path.startsWith("//") ? path.substring(2) : path);
    } catch (InvalidPathException impossible) {
      throw new NoSuchFileException(path, null, impossible.getReason());
    }
  }
}
