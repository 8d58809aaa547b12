package io.graft.samples;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;

/**
 * The random numbers of one image.
 *
 * <p>Only {@code nextLong} is used: how Java makes bounded numbers and doubles of it has changed
 * between versions.
 */
final class RandomDraws {

  private final SplittableRandom random;

  RandomDraws(long seed, SampleSet set, String className, int number) {
    String name = seed + "/" + set.name() + "/" + className + "/" + number;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      this.random = new SplittableRandom(ByteBuffer.wrap(digest).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Uniform in [low, high). */
  double between(double low, double high) {
    return low + (high - low) * ((random.nextLong() >>> 11) * 0x1p-53);
  }

  /** Uniform in [0, 2 pi). */
  double angle() {
    return between(0, 2 * Math.PI);
  }
}
