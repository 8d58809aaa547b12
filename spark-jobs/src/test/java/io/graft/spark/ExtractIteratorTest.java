package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.config.EngineConfig;
import io.graft.dataset.ContentHash;
import io.graft.engine.Device;
import io.graft.engine.Engine;
import io.graft.image.DecodeSize;
import io.graft.model.BaseModel;
import io.graft.model.BaseModelLoader;
import io.graft.model.Cut;
import io.graft.model.Pooling;
import io.graft.spark.ImageInput.Trust;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

/** Batches of eight, on the sample base model. */
class ExtractIteratorTest {

  private static final int BATCH = 8;
  private static final NetworkSpec SPEC = spec();

  @Test
  void oneBatchIsLoadedAheadAndNoMore() {
    AtomicInteger pulled = new AtomicInteger();
    Iterator<ImageInput> inputs =
        IntStream.range(0, 5 * BATCH)
            .mapToObj(
                i -> {
                  pulled.incrementAndGet();
                  return input("image " + i, png(i));
                })
            .iterator();
    try (ExtractIterator rows = rows(inputs)) {
      rows.next();
      assertThat(pulled.get()).isEqualTo(2 * BATCH);
    }
  }

  @Test
  void everyImageComesOutOnceWhateverStandsBetween() {
    List<ImageInput> good =
        IntStream.range(0, 3 * BATCH + 3).mapToObj(i -> input("good " + i, png(i))).toList();
    List<ImageInput> mixed = new ArrayList<>();
    for (ImageInput image : good) {
      mixed.add(image);
      mixed.add(input("broken " + image.entry().uri(), "no image".getBytes()));
    }
    Map<String, ImageRow> alone = extract(good);
    Map<String, ImageRow> between = extract(mixed);
    assertThat(between).hasSize(2 * good.size());
    for (ImageInput image : good) {
      ImageRow row = between.get(image.entry().uri());
      assertThat(row.getFeatures()[0]).isEqualTo(alone.get(image.entry().uri()).getFeatures()[0]);
      assertThat(between.get("broken " + image.entry().uri()).getReason())
          .isEqualTo("not-an-image");
    }
  }

  @Test
  void noImagesGiveNoRows() {
    assertThat(extract(List.of())).isEmpty();
  }

  private static Map<String, ImageRow> extract(List<ImageInput> inputs) {
    List<ImageRow> rows = new ArrayList<>();
    LongAccumulator done = new LongAccumulator();
    try (ExtractIterator iterator =
        new ExtractIterator(inputs.iterator(), SPEC, ExtractIteratorTest::lane, done)) {
      iterator.forEachRemaining(rows::add);
    }
    assertThat(done.value()).isEqualTo(inputs.size());
    return rows.stream().collect(Collectors.toMap(ImageRow::getUri, Function.identity()));
  }

  private static ExtractIterator rows(Iterator<ImageInput> inputs) {
    return new ExtractIterator(inputs, SPEC, ExtractIteratorTest::lane, new LongAccumulator());
  }

  private static LoadLane lane() {
    return new LoadLane(
        SPEC,
        new ImageFiles(new Configuration(false), 1 << 20),
        LabelRule.OPTIONAL,
        Trust.UNKNOWN,
        Duration.ofMinutes(1));
  }

  private static ImageInput input(String uri, byte[] content) {
    return new ImageInput(
        new ImageEntry(uri, null, null, content.length, 0, ContentHash.of(content), null),
        content,
        null,
        Trust.UNKNOWN);
  }

  private static byte[] png(int seed) {
    BufferedImage image = new BufferedImage(30, 30, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(new Color(40 * seed % 256, 90, 7 * seed % 256));
    graphics.fillRect(seed % 10, 3, 15, 12);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return out.toByteArray();
  }

  private static NetworkSpec spec() {
    Path folder = Path.of("../data-samples/base-model");
    BaseModel model =
        new BaseModelLoader(
                new Storage(new Configuration(false))
                    .modelFolder(new org.apache.hadoop.fs.Path(folder.toUri())),
                "base-model.zip")
            .load(Optional.empty());
    return NetworkSpec.of(
        model.network(),
        List.of(new Cut("conv3_features", Pooling.AVERAGE)),
        model.preprocessing(),
        new EngineConfig(
            Engine.ONNXRUNTIME, Device.CPU, BATCH, 1_000_000, 1 << 20, 60, DecodeSize.FULL));
  }
}
