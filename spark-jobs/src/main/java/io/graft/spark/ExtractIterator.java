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
 * Images in, rows out, a batch at a time: a partition of any length needs the memory of two
 * batches, one that is computed and one that is being loaded.
 */
final class ExtractIterator implements Iterator<ImageRow>, AutoCloseable {

  private final Iterator<ImageInput> inputs;
  private final NetworkSpec spec;
  private final LongAccumulator done;
  private final BatchLoader loader;
  private final FeatureExtractor network;
  private final Deque<ImageRow> ready = new ArrayDeque<>();
  private ImageBatch spare;
  private ImageBatch computed;

  ExtractIterator(
      Iterator<ImageInput> inputs,
      NetworkSpec spec,
      Supplier<LoadLane> lanes,
      LongAccumulator done) {
    this.inputs = inputs;
    this.spec = spec;
    this.done = done;
    this.spare = newBatch();
    this.computed = newBatch();
    this.loader = new BatchLoader(lanes);
    this.network = SharedNetworks.acquire(spec);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && (loader.hasBegun() || inputs.hasNext())) {
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
    boolean loading = loader.hasBegun();
    loader.close();
    computed.close();
    if (!loading) {
      spare.close();
    }
  }

  private void computeBatch() {
    if (!loader.hasBegun()) {
      loader.begin(next(spare.left()), spare);
    }
    ImageBatch batch = loaded();
    while (batch.left() > 0 && inputs.hasNext()) {
      loader.begin(next(batch.left()), batch);
      batch = loaded();
    }
    spare = computed;
    spare.clear();
    computed = batch;
    if (inputs.hasNext()) {
      loader.begin(next(spare.left()), spare);
    }
    if (!computed.rows().isEmpty()) {
      compute();
    }
  }

  private ImageBatch loaded() {
    BatchLoader.Loaded loaded = loader.await();
    done.add(loaded.images());
    ready.addAll(loaded.quarantined());
    return loaded.batch();
  }

  private void compute() {
    List<ImageRow> rows = computed.rows();
    float[][][] features = network.extract(computed.images(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      float[][] ofImage = new float[features.length][];
      for (int cut = 0; cut < features.length; cut++) {
        ofImage[cut] = features[cut][i];
      }
      rows.get(i).setFeatures(ofImage);
      ready.add(rows.get(i));
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

  private ImageBatch newBatch() {
    Preprocessing preprocessing = spec.preprocessing();
    return new ImageBatch(
        spec.engine().batchSize(),
        preprocessing.channelOrder().channels() * preprocessing.height() * preprocessing.width());
  }
}
