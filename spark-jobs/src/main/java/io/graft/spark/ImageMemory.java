package io.graft.spark;

import io.graft.config.EngineConfig;
import io.graft.dataset.LabelIndex;
import io.graft.image.BadImageException;
import io.graft.image.ImageLoader;
import io.graft.image.Preprocessing;
import io.graft.spark.ImageInput.Trust;
import io.graft.spark.ImageListing.Form;
import io.graft.training.LabelledImages;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Loads small image sets into the driver's memory. */
public record ImageMemory(
    SparkSession session, EngineConfig engine, Preprocessing preprocessing, LabelIndex labels) {

  /** Loads the labelled images; bad ones are named on standard error and left out. */
  public LabelledImages load(ImageListing listing) {
    ImageFiles files =
        new ImageFiles(session.sparkContext().hadoopConfiguration(), engine.maxBytes());
    long[] shape = {
      preprocessing.channelOrder().channels(), preprocessing.height(), preprocessing.width()
    };
    List<float[]> pixels = new ArrayList<>();
    List<Integer> classes = new ArrayList<>();
    try (ImageLoader loader = new ImageLoader(preprocessing, engine.maxPixels())) {
      for (Iterator<ImageInput> inputs = inOrder(listing); inputs.hasNext(); ) {
        ImageInput input = inputs.next();
        float[] image = new float[Math.toIntExact(shape[0] * shape[1] * shape[2])];
        try {
          loader.load(input.bytes(files), FloatBuffer.wrap(image));
          pixels.add(image);
          classes.add(labels.index(input.entry().label()));
        } catch (BadImageException bad) {
          System.err.printf(
              "quarantined: %s: %s: %s%n",
              input.entry().uri(), bad.reason().text(), bad.getMessage());
        }
      }
    }
    return new LabelledImages(shape, pixels, classes, labels.size());
  }

  /** By URI, on which the result of training depends. */
  private Iterator<ImageInput> inOrder(ImageListing listing) {
    Dataset<Row> rows =
        listing.form() == Form.PACK
            ? new ImagePack(session, Storage.path(listing.uri())).contents(listing.files())
            : listing.files();
    Iterator<Row> sorted = rows.sort("uri").toLocalIterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return sorted.hasNext();
      }

      @Override
      public ImageInput next() {
        Row row = sorted.next();
        return listing.form() == Form.PACK
            ? ImagePack.input(row, Trust.UNKNOWN)
            : new ImageInput(ImageEntry.of(row), null, null, Trust.UNKNOWN);
      }
    };
  }
}
