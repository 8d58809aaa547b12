package io.graft.bundle;

import io.graft.dataset.ContentHash;
import io.graft.engine.Device;
import io.graft.engine.OnnxFeatureExtractor;
import io.graft.error.UserException;
import io.graft.image.BadImageException;
import io.graft.image.ImageLoader;
import io.graft.image.Preprocessing;
import io.graft.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The folder {@code golden} of a bundle: images, and what the bundle's network says of them. */
final class GoldenImages implements AutoCloseable {

  /** How far a golden image's probability may lie off. */
  private static final float TOLERANCE = 1e-4f;

  private static final String INDEX = "golden.json";

  private final List<String> labels;
  private final FloatBuffer pixels;
  private final ImageLoader loader;
  private final OnnxFeatureExtractor network;

  GoldenImages(ModelBundle bundle) {
    Preprocessing preprocessing = bundle.info().readPreprocessing();
    this.labels = bundle.info().labels();
    this.pixels =
        ByteBuffer.allocateDirect(
                preprocessing.channelOrder().channels()
                    * preprocessing.height()
                    * preprocessing.width()
                    * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    this.loader = new ImageLoader(preprocessing, Long.MAX_VALUE);
    this.network = new OnnxFeatureExtractor(bundle.onnx(), preprocessing, 1, Device.CPU);
  }

  /** Writes the images and the probabilities that the network gives them. */
  void write(Path folder, List<byte[]> images) throws IOException {
    Files.createDirectory(folder);
    List<GoldenImage> index = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      String name = "image_" + i;
      Files.write(folder.resolve(name), images.get(i));
      index.add(new GoldenImage(name, ContentHash.of(images.get(i)), probabilities(images.get(i))));
    }
    Files.writeString(folder.resolve(INDEX), Json.write(new GoldenImage.Index(index)));
  }

  /**
   * Lets the network prove itself.
   *
   * @throws UserException when an image was changed, or the network gives it other probabilities
   */
  void prove(Path folder) throws IOException {
    GoldenImage.Index index =
        Json.read(INDEX, Files.readString(folder.resolve(INDEX)), GoldenImage.Index.class);
    for (GoldenImage image : index.images()) {
      byte[] bytes = Files.readAllBytes(folder.resolve(image.file()));
      if (!ContentHash.of(bytes).equals(image.sha256())) {
        throw new UserException(
            "The bundle's golden image %s was changed or damaged: write the bundle again."
                .formatted(image.file()));
      }
      compare(image, probabilities(bytes));
    }
  }

  private void compare(GoldenImage image, List<Float> found) {
    if (found.size() != labels.size() || image.probabilities().size() != labels.size()) {
      throw new UserException(
          "The bundle does not fit together: %d labels in bundle.json, %d outputs of the network, %d probabilities of golden image %s. Write the bundle again."
              .formatted(labels.size(), found.size(), image.probabilities().size(), image.file()));
    }
    for (int c = 0; c < found.size(); c++) {
      float expected = image.probabilities().get(c);
      if (!(Math.abs(found.get(c) - expected) <= TOLERANCE)) {
        throw new UserException(
            "The bundle fails its own proof: golden image %s, class '%s', had probability %.6f and now has %.6f. This machine computes otherwise than the one that made the bundle, or golden/ was changed."
                .formatted(image.file(), labels.get(c), expected, found.get(c)));
      }
    }
  }

  private List<Float> probabilities(byte[] image) {
    try {
      loader.load(image, pixels.clear());
      List<Float> probabilities = new ArrayList<>();
      for (float probability : network.extract(pixels, 1)[0][0]) {
        probabilities.add(probability);
      }
      return probabilities;
    } catch (BadImageException bad) {
      throw new UserException("A golden image can't be decoded: " + bad.getMessage(), bad);
    }
  }

  @Override
  public void close() {
    loader.close();
    network.close();
  }
}
