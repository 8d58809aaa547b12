package io.graft.spark;

import io.graft.error.UserException;
import io.graft.model.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Files on any file system that Hadoop can open. */
public final class Storage {

  private final Configuration hadoop;

  public Storage(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  public static Storage of(SparkSession session) {
    return new Storage(session.sparkContext().hadoopConfiguration());
  }

  /**
   * The file system of the path.
   *
   * @throws UserException when no file system answers to the URI's scheme
   */
  public FileSystem fileSystem(Path path) {
    try {
      FileSystem fileSystem = path.getFileSystem(hadoop);
      // On a local disk Hadoop would litter every output with hidden .crc files.
      fileSystem.setWriteChecksum(false);
      return fileSystem;
    } catch (IOException unknown) {
      throw new UserException(
          "%s can't be opened: %s. Check the URI's scheme, and that its file system is on Spark's class path."
              .formatted(path, unknown.getMessage()),
          unknown);
    }
  }

  /**
   * The path of a URI.
   *
   * @throws UserException when it is no URI that Hadoop understands
   */
  public static Path path(String uri) {
    try {
      return new Path(uri);
    } catch (IllegalArgumentException malformed) {
      throw new UserException(
          "'%s' is no path or URI: %s.".formatted(uri, malformed.getMessage()), malformed);
    }
  }

  /** Whether a folder has nothing in it of another name than these. */
  boolean holdsOnly(Set<String> names, Path folder) {
    try {
      return Arrays.stream(fileSystem(folder).listStatus(folder))
          .allMatch(status -> names.contains(status.getPath().getName()));
    } catch (IOException failed) {
      throw new UserException(folder + " can't be reached: " + failed.getMessage(), failed);
    }
  }

  /** The whole URI of a path. */
  public Path qualified(String uri) {
    Path path = path(uri);
    return fileSystem(path).makeQualified(path);
  }

  /** Whether what is there is a folder, and not a file. */
  public boolean isFolder(Path path) {
    try {
      return fileSystem(path).getFileStatus(path).isDirectory();
    } catch (IOException failed) {
      throw new UserException(path + " can't be reached: " + failed.getMessage(), failed);
    }
  }

  public boolean exists(Path path) {
    try {
      return fileSystem(path).exists(path);
    } catch (IOException failed) {
      throw new UserException(path + " can't be reached: " + failed.getMessage(), failed);
    }
  }

  /**
   * The whole file as text.
   *
   * @param what it is, for the message, such as "The feature set"
   * @throws UserException when it can't be read
   */
  public String readText(String what, Path file) {
    try (var in = fileSystem(file).open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UserException(
          "%s can't be read: %s does not exist or is not readable (%s)."
              .formatted(what, file, unreadable.getMessage()),
          unreadable);
    }
  }

  public void writeText(Path file, String text) {
    try (var out = fileSystem(file).create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException("Writing " + file, failed);
    }
  }

  /**
   * Creates a folder, and those above it.
   *
   * @throws UserException when that is not possible
   */
  void createFolder(Path folder) {
    try {
      fileSystem(folder).mkdirs(folder);
    } catch (IOException failed) {
      throw new UserException(
          "%s can't be written: %s. Check the path and its permissions."
              .formatted(folder, failed.getMessage()),
          failed);
    }
  }

  /** Deletes a folder with all that is in it; nothing where there is none. */
  public void deleteFolder(Path folder) {
    try {
      fileSystem(folder).delete(folder, true);
    } catch (IOException failed) {
      throw new UncheckedIOException("Deleting " + folder, failed);
    }
  }

  /**
   * Puts a text in the place of another. A reader finds the old one or the new one; on an object
   * store, where nothing is renamed at once, for a moment perhaps neither: see {@link
   * #completeReplacing}.
   */
  public void replaceText(Path file, String text) {
    writeText(replacement(file), text);
    putReplacement(file);
  }

  /** Ends a replacing that was killed when the old text was gone already. */
  void completeReplacing(Path file) {
    if (!exists(file) && exists(replacement(file))) {
      putReplacement(file);
    }
  }

  /** Where a text is written before it is put in the place of another. */
  static Path replacement(Path file) {
    return new Path(file.getParent(), "." + file.getName() + ".new");
  }

  private void putReplacement(Path file) {
    FileSystem fileSystem = fileSystem(file);
    Path next = fileSystem.makeQualified(replacement(file));
    Path target = fileSystem.makeQualified(file);
    try {
      if (fileSystem.getScheme().equals("file")) {
        // Hadoop would delete the old file first.
        Files.move(local(next), local(target), StandardCopyOption.ATOMIC_MOVE);
      } else {
        FileContext.getFileContext(fileSystem.getUri(), hadoop)
            .rename(next, target, Options.Rename.OVERWRITE);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("Writing " + file, failed);
    }
  }

  /** The path of a local disk that Hadoop's path means. */
  static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** Copies what a local folder holds into the target folder, in the order of the names. */
  public void uploadFiles(java.nio.file.Path localFolder, Path target) {
    try (var files = Files.list(localFolder)) {
      FileSystem fileSystem = fileSystem(target);
      fileSystem.mkdirs(target);
      for (java.nio.file.Path file : files.sorted().toList()) {
        fileSystem.copyFromLocalFile(
            new Path(file.toUri()), new Path(target, file.getFileName().toString()));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("Writing " + target, failed);
    }
  }

  /**
   * Copies a folder to a new local one, which is deleted when the JVM ends.
   *
   * @param what it is, for the message
   * @throws UserException when there is no such folder
   */
  public java.nio.file.Path download(String what, Path folder) {
    if (!exists(folder)) {
      throw new UserException("%s %s does not exist. Check the path.".formatted(what, folder));
    }
    try {
      java.nio.file.Path local = temporaryFolder().resolve("copy");
      FileUtil.copy(fileSystem(folder), folder, local.toFile(), false, hadoop);
      return local;
    } catch (IOException failed) {
      throw new UserException(
          "%s %s can't be read: %s".formatted(what, folder, failed.getMessage()), failed);
    }
  }

  /** The folder of a base model, whose files are copied to this machine when they are asked for. */
  public ModelFolder modelFolder(Path folder) {
    java.nio.file.Path local = temporaryFolder();
    return name -> {
      java.nio.file.Path inside = java.nio.file.Path.of(name).normalize();
      if (inside.isAbsolute() || inside.startsWith("..")) {
        throw new UserException(
            "The base model names the file '%s': only files in its own folder are read."
                .formatted(name));
      }
      return fetch(new Path(folder, name), local.resolve(name));
    };
  }

  /** A new local folder that is deleted when the JVM ends. */
  public static java.nio.file.Path temporaryFolder() {
    try {
      java.nio.file.Path folder = Files.createTempDirectory("graft");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> FileUtil.fullyDelete(folder.toFile())));
      return folder;
    } catch (IOException failed) {
      throw new UncheckedIOException("Creating a temporary folder", failed);
    }
  }

  private Optional<java.nio.file.Path> fetch(Path file, java.nio.file.Path local) {
    if (!exists(file)) {
      return Optional.empty();
    }
    try (var in = fileSystem(file).open(file)) {
      Files.createDirectories(local.getParent());
      Files.copy(in, local, StandardCopyOption.REPLACE_EXISTING);
      return Optional.of(local);
    } catch (IOException failed) {
      throw new UserException(file + " can't be read: " + failed.getMessage(), failed);
    }
  }
}
