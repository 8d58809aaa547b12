package io.graft.spark;

import io.graft.dataset.ContentHash;
import io.graft.engine.FeatureExtractor;
import io.graft.image.BadImageException;
import io.graft.image.ImageLoader;
import io.graft.image.ImageSize;
import io.graft.image.Preprocessing;
import io.graft.image.QuarantineReason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.util.LongAccumulator;

/**
 * Files in, rows out, a batch at a time: a partition of any length needs the memory of one batch.
 */
final class ExtractIterator implements Iterator<ImageRow>, AutoCloseable {

  private final Iterator<ImageEntry> entries;
  private final NetworkSpec spec;
  private final ImageFiles files;
  private final LabelRule labelRule;
  private final LongAccumulator done;
  private final FeatureExtractor network;
  private final ImageLoader loader;
  private final FloatBuffer images;
  private final int imageElements;
  private final Deque<ImageRow> ready = new ArrayDeque<>();

  ExtractIterator(
      Iterator<ImageEntry> entries,
      NetworkSpec spec,
      ImageFiles files,
      LabelRule labelRule,
      LongAccumulator done) {
    this.entries = entries;
    this.spec = spec;
    this.files = files;
    this.labelRule = labelRule;
    this.done = done;
    Preprocessing preprocessing = spec.preprocessing();
    this.imageElements =
        preprocessing.channelOrder().channels() * preprocessing.height() * preprocessing.width();
    this.images =
        ByteBuffer.allocateDirect(
                Math.multiplyExact(spec.engine().batchSize() * Float.BYTES, imageElements))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    this.loader = new ImageLoader(preprocessing, spec.engine().maxPixels());
    this.network = SharedNetworks.acquire(spec);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && entries.hasNext()) {
      computeBatch();
    }
    return !ready.isEmpty();
  }

  @Override
  public ImageRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.removeFirst();
  }

  @Override
  public void close() {
    SharedNetworks.release(spec);
    loader.close();
  }

  private void computeBatch() {
    images.clear();
    List<ImageRow> batch = new ArrayList<>(spec.engine().batchSize());
    while (entries.hasNext() && batch.size() < spec.engine().batchSize()) {
      ImageEntry entry = entries.next();
      images.position(batch.size() * imageElements);
      ImageRow row = load(entry);
      if (row.getReason() == null) {
        batch.add(row);
      } else {
        ready.add(row);
      }
      done.add(1);
    }
    if (!batch.isEmpty()) {
      float[][][] features = network.extract(images, batch.size());
      for (int i = 0; i < batch.size(); i++) {
        float[][] ofImage = new float[features.length][];
        for (int cut = 0; cut < features.length; cut++) {
          ofImage[cut] = features[cut][i];
        }
        batch.get(i).setFeatures(ofImage);
        ready.add(batch.get(i));
      }
    }
  }

  private ImageRow load(ImageEntry entry) {
    long length = entry.length();
    try {
      if (labelRule == LabelRule.REQUIRED && entry.label() == null) {
        throw new BadImageException(
            QuarantineReason.UNLABELLED, "the file is in no class folder, or its label is empty");
      }
      byte[] bytes = files.read(entry.uri());
      length = bytes.length;
      ImageSize size = loader.load(bytes, images);
      ImageRow row = ImageRow.of(entry);
      row.setContentHash(ContentHash.of(bytes));
      row.setWidth(size.width());
      row.setHeight(size.height());
      row.setLength(length);
      return row;
    } catch (BadImageException bad) {
      return ImageRow.quarantined(entry, bad.reason().text(), bad.getMessage(), length);
    }
  }
}
