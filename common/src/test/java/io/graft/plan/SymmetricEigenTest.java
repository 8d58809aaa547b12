package io.graft.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SymmetricEigenTest {

  @Test
  void twoByTwoByHand() {
    // Eigenvectors (1, -1) and (1, 1) over the root of 2.
    SymmetricEigen eigen =
        SymmetricEigen.of(new double[] {2, 1, 1, 2}, 2, new double[][] {{3, 0}, {1, 1}});
    assertThat(eigen.values()).containsExactly(new double[] {1, 3}, within(1e-12));
    assertThat(Math.abs(eigen.products()[0][0])).isCloseTo(3 / Math.sqrt(2), within(1e-12));
    assertThat(Math.abs(eigen.products()[1][0])).isCloseTo(0, within(1e-12));
    assertThat(Math.abs(eigen.products()[1][1])).isCloseTo(Math.sqrt(2), within(1e-12));
  }

  @Test
  void singleElement() {
    SymmetricEigen eigen = SymmetricEigen.of(new double[] {7}, 1, new double[][] {{-2}});
    assertThat(eigen.values()).containsExactly(7);
    assertThat(Math.abs(eigen.products()[0][0])).isEqualTo(2);
  }

  @Test
  void quadraticFormFollowsFromValuesAndProducts() {
    // Any vector b: b'Ab is the sum of the values times the squared products.
    int size = 400;
    double[] matrix = new double[size * size];
    double[] vector = new double[size];
    for (int column = 0; column < size; column++) {
      vector[column] = Math.cos(column);
      for (int row = 0; row < size; row++) {
        double place = Math.sin(1.3 * (row + 1) * (column + 1));
        matrix[column * size + row] = place + (row == column ? 5 : 0);
      }
    }
    double form = 0;
    double squaredForm = 0;
    for (int row = 0; row < size; row++) {
      double product = 0;
      for (int column = 0; column < size; column++) {
        product += matrix[column * size + row] * vector[column];
      }
      form += vector[row] * product;
      squaredForm += product * product;
    }
    SymmetricEigen eigen = SymmetricEigen.of(matrix, size, new double[][] {vector});
    double sum = 0;
    double squaredSum = 0;
    for (int index = 0; index < size; index++) {
      double product = eigen.values()[index] * eigen.products()[0][index];
      sum += product * eigen.products()[0][index];
      squaredSum += product * product;
    }
    assertThat(sum).isCloseTo(form, within(1e-8 * squaredForm));
    assertThat(squaredSum).isCloseTo(squaredForm, within(1e-10 * squaredForm));
  }
}
