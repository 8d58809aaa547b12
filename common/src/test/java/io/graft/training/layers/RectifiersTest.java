package io.graft.training.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RectifiersTest {

  private static final float[] VALUES = {
    -3,
    -0f,
    0,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    1e-30f,
    0.5f,
    5.9999995f,
    6,
    6.0000005f,
    1e30f,
    -1e30f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.NEGATIVE_INFINITY
  };

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void derivativeIsThatOfDl4jToTheBit(boolean six) {
    IActivation activation = six ? new ActivationReLU6() : new ActivationReLU();
    int[] values = new int[VALUES.length];
    int[] gradient = new int[VALUES.length];
    float[] slopes = new float[VALUES.length];
    for (int i = 0; i < values.length; i++) {
      slopes[i] = i - 7.5f;
      values[i] = Float.floatToRawIntBits(VALUES[i]);
      gradient[i] = Float.floatToRawIntBits(slopes[i]);
    }
    Rectifiers.mask(values, Rectifiers.bound(activation), gradient, values.length);
    INDArray expected =
        activation
            .backprop(Nd4j.createFromArray(VALUES.clone()), Nd4j.createFromArray(slopes))
            .getFirst();
    for (int i = 0; i < values.length; i++) {
      assertThat(Float.intBitsToFloat(gradient[i]) + 0f)
          .as("at %s", VALUES[i])
          .isEqualTo(expected.getFloat(i) + 0f);
    }
  }

  @Test
  void onlyPlainRectifiersCount() {
    assertThat(Rectifiers.isRectifier(new ActivationReLU())).isTrue();
    assertThat(Rectifiers.isRectifier(new ActivationReLU6())).isTrue();
    assertThat(Rectifiers.isRectifier(new ActivationReLU(6.0, null, null))).isFalse();
    assertThat(Rectifiers.isRectifier(new ActivationReLU(null, 1.0, null))).isFalse();
    assertThat(Rectifiers.isRectifier(new ActivationReLU(null, null, 0.1))).isFalse();
    assertThat(Rectifiers.isRectifier(new ActivationLReLU())).isFalse();
  }
}
