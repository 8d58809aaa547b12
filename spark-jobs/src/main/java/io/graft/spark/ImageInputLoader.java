package io.graft.spark;

import io.graft.dataset.ContentHash;
import io.graft.image.BadImageException;
import io.graft.image.DecoderProbe;
import io.graft.image.ImageLoader;
import io.graft.image.ImageSize;
import io.graft.image.QuarantineReason;
import io.graft.spark.ImageInput.Trust;
import java.nio.FloatBuffer;
import java.time.Duration;

/** From an image on its way to pixels and a row without features, or a row that says why not. */
final class ImageInputLoader implements AutoCloseable {

  private final NetworkSpec spec;
  private final ImageFiles files;
  private final Trust attempt;
  private final Duration limit;
  private final ImageLoader pixels;
  private DecoderProbe probe;
  private volatile long decodingSinceNanos;

  /**
   * @param attempt whether an attempt before this one may have died at one of the images
   * @param limit the time that decoding an image may take
   */
  ImageInputLoader(NetworkSpec spec, ImageFiles files, Trust attempt, Duration limit) {
    this.spec = spec;
    this.files = files;
    this.attempt = attempt;
    this.limit = limit;
    this.pixels =
        new ImageLoader(
            spec.preprocessing(), spec.engine().maxPixels(), spec.engine().decodeSize());
  }

  /** Loads the image's pixels, [channels, height, width], into the room. */
  ImageRow load(ImageInput input, FloatBuffer room) {
    ImageEntry entry = input.entry();
    try {
      byte[] bytes = input.bytes(files);
      ImageSize size = decode(bytes, input.trust(), room);
      if (isTimedOut()) {
        return timedOut(input);
      }
      ImageRow row = ImageRow.of(entry);
      row.setContentHash(ContentHash.of(bytes));
      row.setWidth(size.width());
      row.setHeight(size.height());
      row.setLength(bytes.length);
      return row;
    } catch (BadImageException bad) {
      return ImageRow.quarantined(entry, bad.reason(), bad.getMessage());
    } finally {
      decodingSinceNanos = 0;
    }
  }

  /** Whether the image that is being decoded takes longer than an image may; for any thread. */
  boolean isTimedOut() {
    long since = decodingSinceNanos;
    return since != 0 && System.nanoTime() - since > limit.toNanos();
  }

  /** The row of an image that timed out. */
  ImageRow timedOut(ImageInput input) {
    return ImageRow.quarantined(input.entry(), QuarantineReason.TIMED_OUT, tooSlow());
  }

  private ImageSize decode(byte[] bytes, Trust trust, FloatBuffer room) throws BadImageException {
    DecoderProbe.Verdict verdict =
        trust == Trust.SUSPECT || attempt == Trust.SUSPECT
            ? probe().probe(bytes)
            : DecoderProbe.Verdict.SAFE;
    decodingSinceNanos = System.nanoTime();
    return switch (verdict) {
      case SAFE -> pixels.load(bytes, room);
      case CRASHES -> pixels.loadWithoutNative(bytes, room);
      case TIMES_OUT -> throw new BadImageException(QuarantineReason.TIMED_OUT, tooSlow());
    };
  }

  private String tooSlow() {
    return "not decoded after %s s (max-seconds)".formatted(limit.toMillis() / 1e3);
  }

  private DecoderProbe probe() {
    if (probe == null) {
      probe = new DecoderProbe(spec.engine().maxPixels(), limit);
    }
    return probe;
  }

  @Override
  public void close() {
    pixels.close();
    if (probe != null) {
      probe.close();
    }
  }
}
