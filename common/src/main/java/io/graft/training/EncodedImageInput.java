package io.graft.training;

import io.graft.config.AugmentationConfig;
import io.graft.image.AugmentingLoader;
import io.graft.image.BadImageException;
import io.graft.image.Preprocessing;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Encoded images, decoded and varied whenever they are read.
 *
 * @param views variations of each image: epoch e takes the one numbered e mod views
 * @param maxPixels the most pixels that an image may have
 */
public record EncodedImageInput(
    Preprocessing preprocessing, AugmentationConfig augmentation, int views, long maxPixels)
    implements TrainingInput {

  @Override
  public List<TensorShape> shapes() {
    return List.of(
        TensorShape.of(
            preprocessing.channelOrder().channels(),
            preprocessing.height(),
            preprocessing.width()));
  }

  @Override
  public ExampleReader open(long seed, int epoch) {
    return new Reader(
        new AugmentingLoader(preprocessing, augmentation, maxPixels), seed, epoch % views);
  }

  private record Reader(AugmentingLoader loader, long seed, int view) implements ExampleReader {

    @Override
    public void read(long index, byte[] content, List<FloatBuffer> rooms) throws BadImageException {
      loader.load(content, AugmentingLoader.imageSeed(seed, view, index), rooms.get(0));
    }

    @Override
    public void close() {
      loader.close();
    }
  }
}
