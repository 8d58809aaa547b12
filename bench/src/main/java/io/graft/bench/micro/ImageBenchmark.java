package io.graft.bench.micro;

import io.graft.dataset.ContentHash;
import io.graft.image.BadImageException;
import io.graft.image.ImageLoader;
import io.graft.image.ImageSize;
import io.graft.image.PreprocessingPreset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What happens to one image before the network, on one thread: a photograph of 0.2 megapixel and an
 * image of 32 x 32 pixels.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ImageBenchmark {

  private static final int SIZE = 224;

  private byte[] photograph;
  private byte[] small;
  private BytePointer encoded;
  private ImageLoader loader;
  private FloatBuffer tensor;

  @Setup
  public void open() throws IOException {
    Path images = Path.of(System.getProperty("graft.shared"), "images");
    photograph = firstJpeg(images.resolve("hymenoptera/train/bees"));
    small = firstJpeg(images.resolve("cifar10/train"));
    encoded = new BytePointer(photograph);
    loader = new ImageLoader(PreprocessingPreset.TF.forSize(SIZE, SIZE), 100_000_000);
    tensor =
        ByteBuffer.allocateDirect(3 * SIZE * SIZE * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  /** OpenCV's part of loading. */
  @Benchmark
  public int decodePhotograph() {
    int flags = opencv_imgcodecs.IMREAD_COLOR | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
    try (Mat data = new Mat(1, photograph.length, opencv_core.CV_8UC1, encoded);
        Mat image = opencv_imgcodecs.imdecode(data, flags)) {
      return image.rows();
    }
  }

  @Benchmark
  public ImageSize loadPhotograph() throws BadImageException {
    return loader.load(photograph, tensor.clear());
  }

  @Benchmark
  public ImageSize loadSmall() throws BadImageException {
    return loader.load(small, tensor.clear());
  }

  @Benchmark
  public String hashPhotograph() {
    return ContentHash.of(photograph);
  }

  @TearDown
  public void close() {
    loader.close();
    encoded.close();
  }

  private static byte[] firstJpeg(Path folder) throws IOException {
    try (var tree = Files.walk(folder)) {
      return Files.readAllBytes(
          tree.filter(path -> path.toString().endsWith(".jpg")).sorted().findFirst().orElseThrow());
    }
  }
}
