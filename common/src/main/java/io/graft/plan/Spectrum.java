package io.graft.plan;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
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
    SymmetricEigen eigen =
        isWide
            ? SymmetricEigen.of(gram(features, CblasTrans, size), size, indicators(labels, classes))
            : SymmetricEigen.of(
                gram(features, CblasNoTrans, size), size, features.sums(labels, classes));
    int first = firstAboveRounding(eigen.values(), Math.max(features.rows(), features.columns()));
    double[] squares = Arrays.copyOfRange(eigen.values(), first, size);
    double[][] projections = new double[classes][squares.length];
    for (int label = 0; label < classes; label++) {
      for (int index = 0; index < squares.length; index++) {
        double product = eigen.products()[label][first + index];
        // Of a tall matrix the vectors v are the right singular ones, and the left ones F v / s.
        projections[label][index] = product * product / (isWide ? 1 : squares[index]);
      }
    }
    return new Spectrum(squares, projections, counts, features.rows());
  }

  /** The lower triangle of F'F or FF'. */
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

  private static double[][] indicators(int[] labels, int classes) {
    double[][] indicators = new double[classes][labels.length];
    for (int row = 0; row < labels.length; row++) {
      indicators[labels[row]][row] = 1;
    }
    return indicators;
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
}
