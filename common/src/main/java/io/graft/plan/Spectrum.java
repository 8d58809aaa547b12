package io.graft.plan;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import java.util.Arrays;

/**
 * The singular values of a feature matrix [images][features] and, along each of its left singular
 * vectors, the classes' indicators: all that the transferability scores need.
 *
 * <p>They come from the eigenvectors of the smaller of F'F and FF'. Directions no stronger than
 * rounding (constant, duplicate or dead features) are left out.
 *
 * @param squares squared singular values, ascending, each above 0
 * @param projections [classes][singular values]: the squared product of the left singular vector
 *     and the class's indicator (1 for its images, else 0)
 * @param counts images of each class
 * @param images rows of the matrix
 */
record Spectrum(double[] squares, double[][] projections, int[] counts, int images) {

  private static final double ROUNDING = Math.ulp(1.0);

  static Spectrum of(FeatureMatrix features, int[] labels, int classes) {
    int[] counts = features.count(labels, classes);
    boolean isWide = features.rows() < features.columns();
    int size = Math.min(features.rows(), features.columns());
    double[] vectors = gram(features, isWide ? CblasTrans : CblasNoTrans, size);
    double[] values = eigen(vectors, size);
    int first = firstAboveRounding(values, Math.max(features.rows(), features.columns()));
    double[][] products =
        isWide
            ? sumsOfRows(vectors, size, labels, classes)
            : productsWithSums(vectors, values, features.sums(labels, classes));
    double[][] projections = new double[classes][];
    for (int label = 0; label < classes; label++) {
      double[] ofClass = Arrays.copyOfRange(products[label], first, size);
      projections[label] = Arrays.stream(ofClass).map(product -> product * product).toArray();
    }
    return new Spectrum(
        Arrays.copyOfRange(values, first, size), projections, counts, features.rows());
  }

  /** F'F or FF', of which LAPACK needs one triangle only. */
  private static double[] gram(FeatureMatrix features, int transpose, int size) {
    int columns = features.columns();
    int inner = transpose == CblasTrans ? columns : features.rows();
    double[] gram = new double[Math.multiplyExact(size, size)];
    // To a library that counts by columns, the rows of F are the columns of F'.
    cblas_dsyrk(
        CblasColMajor,
        CblasLower,
        transpose,
        size,
        inner,
        1,
        features.values(),
        columns,
        0,
        gram,
        size);
    return gram;
  }

  /** The eigenvalues, ascending; the matrix becomes the eigenvectors, one after another. */
  private static double[] eigen(double[] matrix, int size) {
    double[] values = new double[size];
    int status =
        LAPACKE_dsyevd(LAPACK_COL_MAJOR, (byte) 'V', (byte) 'L', size, matrix, size, values);
    if (status != 0) {
      throw new IllegalStateException(
          "LAPACK's dsyevd gave up with status " + status + " on a matrix of size " + size);
    }
    return values;
  }

  private static int firstAboveRounding(double[] ascending, int longerSide) {
    double largest = ascending[ascending.length - 1];
    double threshold = Math.max(largest * longerSide * ROUNDING, Double.MIN_NORMAL);
    int first = 0;
    while (first < ascending.length && ascending[first] <= threshold) {
      first++;
    }
    return first;
  }

  /** The vectors are the left singular ones: the product with an indicator is a sum of elements. */
  private static double[][] sumsOfRows(double[] vectors, int size, int[] labels, int classes) {
    double[][] products = new double[classes][size];
    for (int vector = 0; vector < size; vector++) {
      for (int row = 0; row < size; row++) {
        products[labels[row]][vector] += vectors[vector * size + row];
      }
    }
    return products;
  }

  /** The vectors v are the right singular ones, and the left ones F v / s. */
  private static double[][] productsWithSums(double[] vectors, double[] values, double[][] sums) {
    int size = values.length;
    double[][] products = new double[sums.length][size];
    for (int label = 0; label < sums.length; label++) {
      for (int vector = 0; vector < size; vector++) {
        double product = 0;
        for (int column = 0; column < size; column++) {
          product += vectors[vector * size + column] * sums[label][column];
        }
        products[label][vector] = product / Math.sqrt(Math.max(values[vector], 0));
      }
    }
    return products;
  }
}
