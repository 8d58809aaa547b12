package io.graft.spark;

import io.graft.dataset.Split;
import io.graft.error.UserException;
import io.graft.spark.FolderWalk.Depth;
import io.graft.spark.ImageListing.Form;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Lists an image set: a folder {@code CLASS/FILE} or {@code train|validation|test/CLASS/FILE}, a
 * manifest, or a pack. Every file counts, image or not; only names that begin with a dot or an
 * underscore are hidden, as everywhere in Hadoop. The executors list, a class folder a task.
 */
public final class ImageSource {

  private static final Set<String> SPLITS = Set.of("train", "validation", "test");

  private final Storage storage;
  private final SparkSession session;
  private final Path work;

  /**
   * @param work a folder of the running command, in which the list is kept
   */
  public ImageSource(SparkSession session, Path work) {
    this.session = session;
    this.storage = Storage.of(session);
    this.work = new Path(work, "listing");
  }

  /**
   * The path of the images.
   *
   * @throws UserException when there is nothing
   */
  public static Path require(Storage storage, String uri) {
    Path root = Storage.path(uri);
    if (!storage.exists(root)) {
      throw new UserException("The images %s do not exist. Check the path.".formatted(uri));
    }
    return root;
  }

  /**
   * Lists the files.
   *
   * @throws UserException when there is nothing, or the folders contradict each other
   */
  public ImageListing list(String uri) {
    Path root = require(storage, uri);
    String name = root.getName().toLowerCase(Locale.ROOT);
    ImageListing listing;
    if (ImagePack.isPack(session, root)) {
      listing = ImageListing.keep(uri, Form.PACK, new ImagePack(session, root).listing(), work);
    } else if (name.endsWith(".csv") || name.endsWith(".parquet")) {
      listing =
          ImageListing.keep(uri, Form.FILES, new ManifestReader(session, storage).read(root), work);
    } else {
      listing = ImageListing.keep(uri, Form.FILES, listFolder(root), work);
    }
    if (listing.count() == 0) {
      throw new UserException(
          "%s holds no files. Expected are images in folders CLASS/FILE or train|validation|test/CLASS/FILE, or a manifest."
              .formatted(uri));
    }
    listing.requireWholeSplits();
    GroupsInSplits.warn(listing);
    return listing;
  }

  /** A folder for one task to list, below the set's root. */
  private record Branch(String folder, Depth depth) implements java.io.Serializable {}

  private Dataset<Row> listFolder(Path root) {
    Path folder = storage.fileSystem(root).makeQualified(root);
    List<Path> classes = visibleFolders(folder);
    boolean split = isSplit(root, classes);
    List<Branch> branches = new ArrayList<>();
    branches.add(new Branch(folder.toString(), Depth.FOLDER));
    for (Path below : classes) {
      if (split) {
        branches.add(new Branch(below.toString(), Depth.FOLDER));
        visibleFolders(below)
            .forEach(inner -> branches.add(new Branch(inner.toString(), Depth.TREE)));
      } else {
        branches.add(new Branch(below.toString(), Depth.TREE));
      }
    }
    return rows(branches, new FolderNames(folder.depth(), split ? 1 : 0));
  }

  private List<Path> visibleFolders(Path folder) {
    return FolderWalk.folders(folder, session.sparkContext().hadoopConfiguration()).stream()
        .filter(below -> !isHidden(below.getName()))
        .toList();
  }

  private Dataset<Row> rows(List<Branch> branches, FolderNames names) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(
            new SerializableConfiguration(session.sparkContext().hadoopConfiguration()));
    JavaRDD<Row> rows =
        context
            .parallelize(branches, Math.min(branches.size(), 8 * context.defaultParallelism()))
            .flatMap(branch -> walk(branch, names, hadoop.value().value()));
    return session.createDataFrame(rows, ImageEntry.SCHEMA);
  }

  private static Iterator<Row> walk(Branch branch, FolderNames names, Configuration hadoop) {
    Iterator<FolderWalk.Found> found =
        FolderWalk.of(new Path(branch.folder()), branch.depth(), hadoop);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(found, Spliterator.ORDERED), false)
        .filter(file -> names.isVisible(file.uri()))
        .map(file -> names.entry(file).toRow())
        .iterator();
  }

  /**
   * What the folders above a file say of it.
   *
   * @param rootDepth of the set's root
   * @param classAt which folder below the root is the class: 1 where the first is the split
   */
  private record FolderNames(int rootDepth, int classAt) implements java.io.Serializable {

    boolean isVisible(String uri) {
      return below(uri).stream().noneMatch(ImageSource::isHidden);
    }

    ImageEntry entry(FolderWalk.Found file) {
      List<String> below = below(file.uri());
      String label = below.size() > classAt + 1 ? below.get(classAt) : null;
      Split split = classAt == 1 && below.size() > 1 ? Split.parse(below.get(0)) : null;
      return new ImageEntry(file.uri(), label, split, file.length(), file.modifiedMillis());
    }

    private List<String> below(String uri) {
      List<String> names = new ArrayList<>();
      for (Path path = new Path(uri); path.depth() > rootDepth; path = path.getParent()) {
        names.add(0, path.getName());
      }
      return names;
    }
  }

  private static boolean isSplit(Path root, List<Path> folders) {
    Set<String> names = new TreeSet<>();
    folders.forEach(folder -> names.add(folder.getName()));
    if (!names.contains("train")) {
      return false;
    }
    if (!SPLITS.containsAll(names)) {
      throw new UserException(
          "%s holds the folder train beside %s: if these are splits, name them train, validation and test; if train is a class, give a manifest (uri,label)."
              .formatted(root, names.stream().filter(name -> !SPLITS.contains(name)).toList()));
    }
    return true;
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }
}
