package io.graft.plan;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dstedc;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsytrd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

/**
 * The eigenvalues of a symmetric matrix, and the products of its eigenvectors with some vectors.
 *
 * <p>LAPACK brings the matrix to tridiagonal form and solves that; the way between the two is gone
 * here, reflection by reflection. LAPACK's own would do it with dtrmm, and OpenBLAS 0.3.19, which
 * DL4J is bound to, computes that wrongly on processors with AVX-512 (OpenBLAS issue 2986, mended
 * in 0.3.21): dsyev, dsyevd and dsyevr there give eigenvectors that are none, without a word.
 *
 * @param values eigenvalues, ascending
 * @param products [vectors][eigenvalues]: the vector's product with each eigenvector
 */
record SymmetricEigen(double[] values, double[][] products) {

  private static final double TOLERANCE = 1e-8;

  /**
   * @param matrix column by column, of which the lower triangle is read; overwritten
   * @param vectors [vectors][size]
   */
  static SymmetricEigen of(double[] matrix, int size, double[][] vectors) {
    double[] values = new double[size];
    double[] offDiagonal = new double[size];
    double[] scales = new double[size];
    require(
        LAPACKE_dsytrd(
            LAPACK_COL_MAJOR, (byte) 'L', size, matrix, size, values, offDiagonal, scales),
        "dsytrd");
    double[][] products = new double[vectors.length][];
    for (int index = 0; index < vectors.length; index++) {
      products[index] = reflected(matrix, size, scales, vectors[index]);
    }
    double[] tridiagonalVectors = matrix;
    require(
        LAPACKE_dstedc(
            LAPACK_COL_MAJOR, (byte) 'I', size, values, offDiagonal, tridiagonalVectors, size),
        "dstedc");
    for (int index = 0; index < vectors.length; index++) {
      products[index] = rotated(tridiagonalVectors, size, products[index]);
      requireSameLength(vectors[index], products[index]);
    }
    return new SymmetricEigen(values, products);
  }

  /** The vector as it is in the tridiagonal matrix's coordinates. */
  private static double[] reflected(double[] matrix, int size, double[] scales, double[] vector) {
    double[] result = vector.clone();
    for (int column = 0; column < size - 1; column++) {
      // The reflection's vector: zeros, a 1 below the diagonal, and what LAPACK left below that.
      int first = column + 1;
      int offset = column * size;
      double product = result[first];
      for (int row = first + 1; row < size; row++) {
        product += matrix[offset + row] * result[row];
      }
      double scaled = scales[column] * product;
      result[first] -= scaled;
      for (int row = first + 1; row < size; row++) {
        result[row] -= scaled * matrix[offset + row];
      }
    }
    return result;
  }

  private static double[] rotated(double[] vectors, int size, double[] vector) {
    double[] products = new double[size];
    for (int index = 0; index < size; index++) {
      double product = 0;
      for (int row = 0; row < size; row++) {
        product += vectors[index * size + row] * vector[row];
      }
      products[index] = product;
    }
    return products;
  }

  private static void require(int status, String routine) {
    if (status != 0) {
      throw new IllegalStateException("LAPACK's " + routine + " gave up with status " + status);
    }
  }

  /** Eigenvectors are orthonormal; a library that is wrong about them must not go unnoticed. */
  private static void requireSameLength(double[] vector, double[] products) {
    double before = squaredLength(vector);
    double after = squaredLength(products);
    // Written so that NaN fails too.
    if (!(Math.abs(after - before) <= TOLERANCE * before)) {
      throw new IllegalStateException(
          "the linear algebra library is wrong: a vector of squared length %s became one of %s"
              .formatted(before, after));
    }
  }

  private static double squaredLength(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    return squares;
  }
}
