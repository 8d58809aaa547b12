package io.graft.spark;

import io.graft.config.EngineConfig;
import io.graft.dataset.LabelIndex;
import io.graft.image.BadImageException;
import io.graft.image.ImageLoader;
import io.graft.image.Preprocessing;
import io.graft.training.LabelledImages;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
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
      for (ImageEntry entry : listing.entries()) {
        float[] image = new float[Math.toIntExact(shape[0] * shape[1] * shape[2])];
        try {
          loader.load(files.read(entry.uri()), FloatBuffer.wrap(image));
          pixels.add(image);
          classes.add(labels.index(entry.label()));
        } catch (BadImageException bad) {
          System.err.printf(
              "quarantined: %s: %s: %s%n", entry.uri(), bad.reason().text(), bad.getMessage());
        }
      }
    }
    return new LabelledImages(shape, pixels, classes, labels.size());
  }
}
