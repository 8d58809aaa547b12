package io.graft.image;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * The main class of a JVM that loads mutants, so that a crash is told with the mutant's number and
 * the codecs' complaints don't fill the build's log. Arguments: folder of real images, first
 * number, how many. Prints each number before it is tried.
 */
final class MutantLoads {

  private static final long SLOW_MILLIS = 10_000;
  private static final int FLOATS = 3 * 16 * 16;

  private final FloatBuffer out = FloatBuffer.allocate(FLOATS);
  private final Map<QuarantineReason, Integer> bad = new EnumMap<>(QuarantineReason.class);
  private int decoded;

  private interface Load {
    ImageSize load(byte[] bytes, FloatBuffer out) throws BadImageException;
  }

  public static void main(String[] arguments) throws Exception {
    Mutants mutants = new Mutants(Path.of(arguments[0]));
    long first = Long.parseLong(arguments[1]);
    long end = first + Long.parseLong(arguments[2]);
    MutantLoads loads = new MutantLoads();
    Preprocessing preprocessing = PreprocessingPreset.TF.forSize(16, 16);
    try (ImageLoader full = new ImageLoader(preprocessing, 1_000_000);
        ImageLoader reduced = new ImageLoader(preprocessing, 1_000_000, DecodeSize.REDUCED)) {
      for (long number = first; number < end; number++) {
        System.out.println(number);
        byte[] mutant = mutants.mutant(number);
        loads.load(full::load, mutant);
        if (number % 10 == 0) {
          loads.load(full::loadWithoutNative, mutant);
          loads.load(reduced::load, mutant);
        }
      }
    }
    System.out.println(
        "of " + mutants.samples() + " samples: " + loads.decoded + " decoded, bad " + loads.bad);
  }

  private void load(Load load, byte[] mutant) throws BadImageException {
    long start = System.nanoTime();
    out.clear();
    try {
      ImageSize size = load.load(mutant, out);
      require((long) size.width() * size.height() == ImageHeader.read(mutant).pixels(), "size");
      require(out.position() == FLOATS, "floats");
      decoded++;
    } catch (BadImageException quarantined) {
      require(quarantined.getMessage().length() >= 10, "message");
      require(out.position() == 0, "position");
      bad.merge(quarantined.reason(), 1, Integer::sum);
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    require(millis < SLOW_MILLIS, "time: " + millis + " ms");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
