package io.graft.spark;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;

import io.graft.config.EngineConfig;
import io.graft.image.BadImageException;
import io.graft.image.Thumbnail;
import io.graft.image.ThumbnailLoader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Some images of a set as thumbnails. They are read and decoded on the executors: those of a pack
 * in one pass over it, where the driver would take one for each image.
 *
 * @param images the set's folder, manifest or pack
 * @param engine says how large images may be
 */
record Thumbnails(SparkSession session, String images, EngineConfig engine) {

  private static final int IMAGES_PER_TASK = 64;

  /** By URI; those of images that can't be read any more are missing. */
  Map<String, Thumbnail> of(Set<String> uris) {
    if (uris.isEmpty()) {
      return Map.of();
    }
    List<String> asked = uris.stream().sorted().toList();
    Path root = Storage.path(images);
    boolean packed = Storage.of(session).exists(root) && ImagePack.isPack(session, root);
    Map<String, Thumbnail> thumbnails = new HashMap<>();
    for (Tuple2<String, Thumbnail> found :
        (packed ? ofPack(asked, new ImagePack(session, root)) : ofFiles(asked)).collect()) {
      thumbnails.put(found._1(), found._2());
    }
    return thumbnails;
  }

  private JavaRDD<Tuple2<String, Thumbnail>> ofFiles(List<String> uris) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(
            new SerializableConfiguration(session.sparkContext().hadoopConfiguration()));
    int most = Math.max(context.defaultParallelism(), uris.size() / IMAGES_PER_TASK);
    long maxBytes = engine.maxBytes();
    long maxPixels = engine.maxPixels();
    return context
        .parallelize(uris, Math.min(most, uris.size()))
        .mapPartitions(
            part -> {
              ImageFiles files = new ImageFiles(hadoop.value().value(), maxBytes);
              return decode(part, uri -> uri, files::read, maxPixels);
            });
  }

  private JavaRDD<Tuple2<String, Thumbnail>> ofPack(List<String> uris, ImagePack pack) {
    Dataset<Row> asked = session.createDataset(uris, Encoders.STRING()).toDF("uri");
    long maxPixels = engine.maxPixels();
    return pack.rows()
        .filter(length(col(ImagePack.CONTENT)).leq(engine.maxBytes()))
        .join(broadcast(asked), "uri")
        .select("uri", ImagePack.CONTENT)
        .javaRDD()
        .mapPartitions(
            part -> decode(part, row -> row.getString(0), row -> row.getAs(1), maxPixels));
  }

  /** Where the bytes of an image come from. */
  private interface Contents<T> {
    byte[] read(T image) throws BadImageException;
  }

  private static <T> Iterator<Tuple2<String, Thumbnail>> decode(
      Iterator<T> images, Function<T, String> uri, Contents<T> contents, long maxPixels) {
    List<Tuple2<String, Thumbnail>> thumbnails = new ArrayList<>();
    try (ThumbnailLoader loader = new ThumbnailLoader(maxPixels)) {
      while (images.hasNext()) {
        T image = images.next();
        try {
          thumbnails.add(new Tuple2<>(uri.apply(image), loader.load(contents.read(image))));
        } catch (BadImageException gone) {
          // It had features once: whoever asks finds it missing.
          continue;
        }
      }
    }
    return thumbnails.iterator();
  }
}
