package io.graft.spark;

import io.graft.dataset.Split;
import io.graft.error.UserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.SparkSession;

/**
 * Lists an image set: a folder {@code CLASS/FILE} or {@code train|validation|test/CLASS/FILE}, or a
 * manifest. Every file counts, image or not; only names that begin with a dot or an underscore are
 * hidden, as everywhere in Hadoop.
 */
public final class ImageSource {

  private static final Set<String> SPLITS = Set.of("train", "validation", "test");

  private final Storage storage;
  private final SparkSession session;

  public ImageSource(SparkSession session) {
    this.session = session;
    this.storage = Storage.of(session);
  }

  /**
   * Lists the files in the order of their URIs.
   *
   * @throws UserException when there is nothing, or the folders contradict each other
   */
  public ImageListing list(String uri) {
    Path root = Storage.path(uri);
    if (!storage.exists(root)) {
      throw new UserException("The images %s do not exist. Check the path.".formatted(uri));
    }
    String name = root.getName().toLowerCase(Locale.ROOT);
    List<ImageEntry> entries =
        name.endsWith(".csv") || name.endsWith(".parquet")
            ? new ManifestReader(session, storage).read(root)
            : listFolder(root);
    if (entries.isEmpty()) {
      throw new UserException(
          "%s holds no files. Expected are images in folders CLASS/FILE or train|validation|test/CLASS/FILE, or a manifest."
              .formatted(uri));
    }
    ImageListing listing =
        new ImageListing(
            uri, entries.stream().sorted(Comparator.comparing(ImageEntry::uri)).toList());
    listing.requireWholeSplits();
    return listing;
  }

  private List<ImageEntry> listFolder(Path root) {
    FileSystem fileSystem = storage.fileSystem(root);
    try {
      Path folder = fileSystem.makeQualified(root);
      boolean split = hasSplitFolders(fileSystem, folder);
      int depth = folder.depth();
      List<ImageEntry> entries = new ArrayList<>();
      RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(folder, true);
      while (files.hasNext()) {
        FileStatus file = files.next();
        List<String> below = namesBelow(file.getPath(), depth);
        if (below.stream().noneMatch(ImageSource::isHidden)) {
          entries.add(entry(file, below, split));
        }
      }
      return entries;
    } catch (IOException failed) {
      throw new UserException(
          "%s can't be listed: %s".formatted(root, failed.getMessage()), failed);
    }
  }

  private static ImageEntry entry(FileStatus file, List<String> below, boolean split) {
    int classAt = split ? 1 : 0;
    String label = below.size() > classAt + 1 ? below.get(classAt) : null;
    Split of = split && below.size() > 1 ? Split.parse(below.get(0)) : null;
    return new ImageEntry(file.getPath().toString(), label, of, file.getLen());
  }

  private static boolean hasSplitFolders(FileSystem fileSystem, Path root) throws IOException {
    Set<String> folders = new TreeSet<>();
    Arrays.stream(fileSystem.listStatus(root))
        .filter(FileStatus::isDirectory)
        .map(status -> status.getPath().getName())
        .filter(name -> !isHidden(name))
        .forEach(folders::add);
    if (!folders.contains("train")) {
      return false;
    }
    if (!SPLITS.containsAll(folders)) {
      throw new UserException(
          "%s holds the folder train beside %s: if these are splits, name them train, validation and test; if train is a class, give a manifest (uri,label)."
              .formatted(root, folders.stream().filter(name -> !SPLITS.contains(name)).toList()));
    }
    return true;
  }

  private static List<String> namesBelow(Path file, int depth) {
    List<String> names = new ArrayList<>();
    for (Path path = file; path.depth() > depth; path = path.getParent()) {
      names.add(0, path.getName());
    }
    return names;
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }
}
