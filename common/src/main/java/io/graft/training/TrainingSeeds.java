package io.graft.training;

/**
 * The seeds of a training's random choices. Each is a function of when it is made and by whom, so
 * that nothing random has to be remembered: a training that was killed goes on as if it had not
 * been.
 *
 * @param seed of the training
 */
public record TrainingSeeds(long seed) {

  private static final long ORDER = 1;
  private static final long DROPOUT = 2;

  /** Of the order in which an epoch, from 0, sees the images. */
  public long order(int epoch) {
    return mix(seed, ORDER, epoch);
  }

  /** Of what a worker, from 0, drops out in a round, from 0, of an epoch. */
  public long dropout(int epoch, int round, int worker) {
    return mix(seed, DROPOUT, epoch, round, worker);
  }

  /** The seed and the values in one number, by the finalizer of SplitMix64 (Steele et al. 2014). */
  static long mix(long seed, long... values) {
    long mixed = scramble(seed);
    for (long value : values) {
      mixed = scramble(mixed + 0x9e3779b97f4a7c15L + value);
    }
    return mixed;
  }

  private static long scramble(long value) {
    long bits = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
    return bits ^ bits >>> 31;
  }
}
