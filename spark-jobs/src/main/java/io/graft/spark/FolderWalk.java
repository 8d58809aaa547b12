package io.graft.spark;

import io.graft.error.UserException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The files below a folder, one after the other, in the memory of a few. */
final class FolderWalk {

  private FolderWalk() {}

  /** How far down a walk goes. */
  enum Depth {
    /** The files of the folder itself. */
    FOLDER,
    /** Those of all folders below it too. */
    TREE
  }

  /** A file that was found. */
  record Found(String uri, long length, long modifiedMillis) {}

  /**
   * Walks the folder. On a local disk symbolic links are followed; a link that leads nowhere, or
   * back to a folder it lies in, is found as a file, so that it is accounted for.
   *
   * @throws UserException when a folder can't be read; on the way too
   */
  static Iterator<Found> of(Path folder, Depth depth, Configuration hadoop) {
    try {
      FileSystem fileSystem = folder.getFileSystem(hadoop);
      return fileSystem.getScheme().equals("file")
          ? new LocalWalk(Storage.local(folder), depth)
          : remote(fileSystem.listFiles(folder, depth == Depth.TREE));
    } catch (IOException failed) {
      throw unlisted(folder, failed);
    }
  }

  /**
   * The folders in a folder, in the order of their names; of a local one, no links back to where it
   * lies. Only they are kept of what may be a million names.
   */
  static List<Path> folders(Path folder, Configuration hadoop) {
    try {
      List<Path> folders = new ArrayList<>();
      FileSystem fileSystem = folder.getFileSystem(hadoop);
      if (fileSystem.getScheme().equals("file")) {
        java.nio.file.Path local = Storage.local(folder);
        try (var names = Files.newDirectoryStream(local, name -> entered(name, local))) {
          for (java.nio.file.Path name : names) {
            requireText(name);
            folders.add(new Path(folder + "/" + name.getFileName()));
          }
        }
      } else {
        RemoteIterator<FileStatus> statuses = fileSystem.listStatusIterator(folder);
        while (statuses.hasNext()) {
          FileStatus status = statuses.next();
          if (status.isDirectory()) {
            folders.add(status.getPath());
          }
        }
      }
      return folders.stream().sorted().toList();
    } catch (IOException | DirectoryIteratorException failed) {
      throw unlisted(folder, failed);
    }
  }

  private static void requireText(java.nio.file.Path folder) {
    if (!isText(folder)) {
      throw new UserException(
          "The name of the folder %s is not UTF-8 (as bytes: %s). Rename it."
              .formatted(folder, bytes(folder.getFileName())));
    }
  }

  /** Whether the name can be told from others as text; Java puts U+FFFD for bytes that are none. */
  private static boolean isText(java.nio.file.Path path) {
    return java.nio.file.Path.of(path.toString()).equals(path);
  }

  /** Such as {@code %E9.jpg}. */
  private static String bytes(java.nio.file.Path name) {
    return java.nio.file.Path.of("/").resolve(name).toUri().getRawPath().substring(1);
  }

  private static boolean entered(java.nio.file.Path path, java.nio.file.Path root)
      throws IOException {
    return Files.isDirectory(path) && !leadsBack(path, root);
  }

  /** Whether this is a link to a folder in which, by way of links too, it lies itself. */
  private static boolean leadsBack(java.nio.file.Path link, java.nio.file.Path root)
      throws IOException {
    if (!Files.isSymbolicLink(link)) {
      return false;
    }
    java.nio.file.Path target = link.toRealPath();
    for (java.nio.file.Path above = link.getParent();
        above != null && above.startsWith(root);
        above = above.getParent()) {
      if (above.toRealPath().startsWith(target)) {
        return true;
      }
    }
    return false;
  }

  static UserException unlisted(Object folder, Exception failed) {
    return new UserException(
        "%s can't be listed: %s. Check its permissions.".formatted(folder, failed), failed);
  }

  private static Iterator<Found> remote(RemoteIterator<LocatedFileStatus> files) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        try {
          return files.hasNext();
        } catch (IOException failed) {
          throw unlisted("A folder", failed);
        }
      }

      @Override
      public Found next() {
        try {
          LocatedFileStatus file = files.next();
          return new Found(file.getPath().toString(), file.getLen(), file.getModificationTime());
        } catch (IOException failed) {
          throw unlisted("A folder", failed);
        }
      }
    };
  }

  /**
   * Hadoop's own walk of a local disk leaves out links that lead nowhere, and goes round in loops.
   */
  private static final class LocalWalk implements Iterator<Found> {

    private final java.nio.file.Path root;
    private final Depth depth;
    private final Deque<java.nio.file.Path> folders = new ArrayDeque<>();
    private DirectoryStream<java.nio.file.Path> folder;
    private Iterator<java.nio.file.Path> names = Collections.emptyIterator();
    private Found next;

    LocalWalk(java.nio.file.Path root, Depth depth) {
      this.root = root;
      this.depth = depth;
      folders.add(root);
    }

    @Override
    public boolean hasNext() {
      try {
        while (next == null && (names.hasNext() || !folders.isEmpty())) {
          if (names.hasNext()) {
            next = look(names.next());
          } else {
            enter(folders.removeLast());
          }
        }
        if (next == null && folder != null) {
          folder.close();
        }
      } catch (IOException | DirectoryIteratorException failed) {
        throw unlisted(root, failed);
      }
      return next != null;
    }

    @Override
    public Found next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Found found = next;
      next = null;
      return found;
    }

    private void enter(java.nio.file.Path path) throws IOException {
      if (folder != null) {
        folder.close();
      }
      folder = Files.newDirectoryStream(path);
      names = folder.iterator();
    }

    private Found look(java.nio.file.Path path) throws IOException {
      if (Files.isDirectory(path)) {
        if (leadsBack(path, root)) {
          return found(path, 0, 0);
        }
        if (depth == Depth.TREE) {
          folders.add(path);
        }
        return null;
      }
      try {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return found(path, attributes.size(), attributes.lastModifiedTime().toMillis());
      } catch (IOException gone) {
        // Its folder names it, so it is accounted for; reading it will tell why it can't be had.
        return found(path, 0, 0);
      }
    }

    private static Found found(java.nio.file.Path path, long length, long modifiedMillis) {
      return new Found("file:" + name(path), length, modifiedMillis);
    }

    /** Of a name that is no text its bytes: it can't be read by them, but is one of its own. */
    private static String name(java.nio.file.Path path) {
      if (isText(path)) {
        return path.toString();
      }
      StringBuilder text = new StringBuilder();
      path.forEach(name -> text.append('/').append(isText(name) ? name : bytes(name)));
      return text.toString();
    }
  }
}
