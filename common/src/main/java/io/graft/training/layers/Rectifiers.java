package io.graft.training.layers;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;

/**
 * ReLU and ReLU6, whose derivative can be told from their output as well as from their input: 1
 * strictly between 0 and the bound, else 0.
 */
final class Rectifiers {

  private static final int SIGN = 31;

  private Rectifiers() {}

  static boolean isIdentityOrRectifier(IActivation activation) {
    return activation instanceof ActivationIdentity || isRectifier(activation);
  }

  /** Whether it is ReLU6, or ReLU without slope, threshold or bound. */
  static boolean isRectifier(IActivation activation) {
    return activation instanceof ActivationReLU6
        || activation instanceof ActivationReLU relu
            && relu.getMax() == null
            && relu.getThreshold() == null
            && relu.getNegativeSlope() == null;
  }

  /** The bits of the least value whose derivative is 0 again; for ReLU that of no value. */
  static int bound(IActivation activation) {
    return Float.floatToRawIntBits(
        activation instanceof ActivationReLU6 ? 6f : Float.POSITIVE_INFINITY);
  }

  /**
   * Clears the gradient where the derivative is 0. The numbers are the bits of floats, which are
   * ordered as those are where they are above 0: so there is no branch, and the loop becomes vector
   * instructions.
   *
   * @param values before or after the activation
   */
  static void mask(int[] values, int bound, int[] gradient, int count) {
    for (int i = 0; i < count; i++) {
      int value = values[i];
      int isPositive = (~value & -value) >> SIGN;
      int isBelow = (value - bound) >> SIGN;
      gradient[i] &= isPositive & isBelow;
    }
  }
}
