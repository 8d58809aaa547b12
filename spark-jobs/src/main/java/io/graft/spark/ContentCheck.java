package io.graft.spark;

import io.graft.dataset.ContentHash;
import io.graft.image.BadImageException;
import io.graft.image.QuarantineReason;
import io.graft.spark.ImageListing.Form;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads the contents that a row of a numbered image lacks, and lets those pass that are what was
 * extracted.
 */
final class ContentCheck implements FlatMapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private final Broadcast<SerializableConfiguration> hadoop;
  private final long maxBytes;
  private final Form form;
  private final LongAccumulator done;
  private final CollectionAccumulator<String> changed;

  /**
   * @param done counts the images
   * @param changed is told of each task's first image that is not what was extracted
   */
  ContentCheck(
      Broadcast<SerializableConfiguration> hadoop,
      long maxBytes,
      Form form,
      LongAccumulator done,
      CollectionAccumulator<String> changed) {
    this.hadoop = hadoop;
    this.maxBytes = maxBytes;
    this.form = form;
    this.done = done;
    this.changed = changed;
  }

  @Override
  public Iterator<Row> call(Row image) {
    String uri = image.getAs("uri");
    done.add(1);
    try {
      byte[] content = content(uri, image.getAs(ImagePack.CONTENT));
      if (ContentHash.of(content).equals(image.getAs("content_hash"))) {
        return List.of(RowFactory.create(image.getAs("index"), uri, image.getAs("class"), content))
            .iterator();
      }
      tell(uri + " has changed");
    } catch (BadImageException gone) {
      tell("%s can't be read any more (%s)".formatted(uri, gone.getMessage()));
    }
    return List.<Row>of().iterator();
  }

  private byte[] content(String uri, byte[] packed) throws BadImageException {
    if (form == Form.FILES) {
      return new ImageFiles(hadoop.value().value(), maxBytes).read(uri);
    }
    if (packed == null) {
      throw new BadImageException(QuarantineReason.MISSING, "not in the pack");
    }
    return packed;
  }

  /** Of a million images, that have all changed, one will do. */
  private void tell(String message) {
    if (changed.isZero()) {
      changed.add(message);
    }
  }
}
