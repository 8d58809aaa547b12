package io.graft.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.graft.image.BadImageException;
import io.graft.image.QuarantineReason;
import io.graft.spark.ImageListing.Form;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The encoded bytes of single images of a set, for the driver.
 *
 * @param form how the set is stored
 * @param images the set's folder, manifest or pack
 */
record ImageContents(SparkSession session, Form form, Path images, long maxBytes) {

  static ImageContents of(SparkSession session, String images, long maxBytes) {
    Path root = Storage.path(images);
    boolean packed = Storage.of(session).exists(root) && ImagePack.isPack(session, root);
    return new ImageContents(session, packed ? Form.PACK : Form.FILES, root, maxBytes);
  }

  /**
   * The image's bytes.
   *
   * @throws BadImageException when they can't be had
   */
  byte[] read(String uri) throws BadImageException {
    if (form == Form.FILES) {
      Configuration hadoop = session.sparkContext().hadoopConfiguration();
      return new ImageFiles(hadoop, maxBytes).read(uri);
    }
    List<Row> found =
        new ImagePack(session, images)
            .rows()
            .filter(col("uri").equalTo(lit(uri)))
            .select(ImagePack.CONTENT)
            .takeAsList(1);
    if (found.isEmpty() || found.get(0).isNullAt(0)) {
      throw new BadImageException(QuarantineReason.MISSING, "not in the pack: " + uri);
    }
    byte[] bytes = found.get(0).getAs(0);
    if (bytes.length > maxBytes) {
      throw BadImageException.of(
          QuarantineReason.TOO_LARGE, "%,d bytes; %,d are allowed", bytes.length, maxBytes);
    }
    return bytes;
  }
}
