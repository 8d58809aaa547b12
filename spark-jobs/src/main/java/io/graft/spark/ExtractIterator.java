package io.graft.spark;

import io.graft.engine.FeatureExtractor;
import io.graft.image.Preprocessing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.apache.spark.util.LongAccumulator;

/**
 * Images in, rows out, a batch at a time: a partition of any length needs the memory of one batch.
 */
final class ExtractIterator implements Iterator<ImageRow>, AutoCloseable {

  private final Iterator<ImageInput> inputs;
  private final NetworkSpec spec;
  private final Supplier<LoadLane> lanes;
  private final LongAccumulator done;
  private final FeatureExtractor network;
  private final Deque<ImageRow> ready = new ArrayDeque<>();
  private ImageBatch batch;
  private LoadLane lane;

  ExtractIterator(
      Iterator<ImageInput> inputs,
      NetworkSpec spec,
      Supplier<LoadLane> lanes,
      LongAccumulator done) {
    this.inputs = inputs;
    this.spec = spec;
    this.lanes = lanes;
    this.done = done;
    Preprocessing preprocessing = spec.preprocessing();
    this.batch =
        new ImageBatch(
            spec.engine().batchSize(),
            preprocessing.channelOrder().channels()
                * preprocessing.height()
                * preprocessing.width());
    this.lane = lanes.get();
    this.network = SharedNetworks.acquire(spec);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && inputs.hasNext()) {
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
    lane.close();
    if (!lane.isLeftBehind()) {
      batch.close();
    }
  }

  private void computeBatch() {
    batch.clear();
    while (inputs.hasNext() && batch.left() > 0) {
      load(next(batch.left()));
    }
    if (batch.rows().isEmpty()) {
      return;
    }
    float[][][] features = network.extract(batch.images(), batch.rows().size());
    for (int i = 0; i < batch.rows().size(); i++) {
      float[][] ofImage = new float[features.length][];
      for (int cut = 0; cut < features.length; cut++) {
        ofImage[cut] = features[cut][i];
      }
      batch.rows().get(i).setFeatures(ofImage);
      ready.add(batch.rows().get(i));
    }
  }

  /** On the task's own thread, which Spark's iterators want. */
  private List<ImageInput> next(int count) {
    List<ImageInput> next = new ArrayList<>(count);
    while (next.size() < count && inputs.hasNext()) {
      next.add(inputs.next());
    }
    return next;
  }

  private void load(List<ImageInput> images) {
    int position = 0;
    while (position < images.size()) {
      List<ImageInput> left = images.subList(position, images.size());
      int loaded = lane.load(left, batch, ready);
      done.add(loaded);
      position += loaded;
      if (lane.isLeftBehind()) {
        batch = batch.copy();
        lane = lanes.get();
      }
    }
  }
}
