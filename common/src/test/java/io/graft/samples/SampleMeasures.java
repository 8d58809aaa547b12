package io.graft.samples;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Plain measures of an image, and how far they tell a set's classes apart. */
final class SampleMeasures {

  private static final int SIZE = SampleDrawer.SIZE;
  private static final int CORNER = 4;

  private SampleMeasures() {}

  static int lightness(int rgb) {
    return ((rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255)) / 3;
  }

  /** Share of images whose measures are nearest to the mean of their class's other images. */
  static double nearestMeanAccuracy(SampleSet set, long seed, int imagesPerClass) {
    List<double[][]> byClass = new ArrayList<>();
    for (String name : set.classNames()) {
      byClass.add(
          IntStream.range(0, imagesPerClass)
              .mapToObj(number -> measures(set, SampleDrawer.draw(set, name, seed, number)))
              .toArray(double[][]::new));
    }
    int correct = 0;
    for (int actual = 0; actual < byClass.size(); actual++) {
      for (int image = 0; image < imagesPerClass; image++) {
        correct += nearest(byClass, actual, image) == actual ? 1 : 0;
      }
    }
    return (double) correct / (byClass.size() * imagesPerClass);
  }

  private static int nearest(List<double[][]> byClass, int actual, int image) {
    double[] measures = byClass.get(actual)[image];
    int best = 0;
    double bestDistance = Double.MAX_VALUE;
    for (int label = 0; label < byClass.size(); label++) {
      double distance = 0;
      for (int measure = 0; measure < measures.length; measure++) {
        double mean = 0;
        int count = 0;
        for (int other = 0; other < byClass.get(label).length; other++) {
          if (label != actual || other != image) {
            mean += byClass.get(label)[other][measure];
            count++;
          }
        }
        distance += Math.pow(measures[measure] - mean / count, 2);
      }
      if (distance < bestDistance) {
        bestDistance = distance;
        best = label;
      }
    }
    return best;
  }

  private static double[] measures(SampleSet set, BufferedImage image) {
    return set == SampleSet.DIFFERENT ? textureMeasures(image) : shapeMeasures(image);
  }

  /** Compactness and mean distance from the centroid, both relative to the farthest pixel. */
  private static double[] shapeMeasures(BufferedImage image) {
    List<Point> figure = figure(image);
    double x = figure.stream().mapToDouble(Point::x).average().orElseThrow();
    double y = figure.stream().mapToDouble(Point::y).average().orElseThrow();
    double[] distances =
        figure.stream()
            .mapToDouble(point -> point.minus(new Point(x, y)).length())
            .sorted()
            .toArray();
    double farthest = distances[distances.length - 1] + 0.5;
    double mean = IntStream.range(0, distances.length).mapToDouble(i -> distances[i]).sum();
    return new double[] {
      figure.size() / (Math.PI * farthest * farthest),
      2 * mean / distances.length / farthest,
      2 * distances[0] / farthest
    };
  }

  /** Pixels unlike the background, which is taken as linear between the corners. */
  private static List<Point> figure(BufferedImage image) {
    List<Point> figure = new ArrayList<>();
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double difference = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
          double across = x / (SIZE - 1.0);
          double down = y / (SIZE - 1.0);
          double upper =
              corner(image, 0, 0, shift) * (1 - across) + corner(image, 1, 0, shift) * across;
          double lower =
              corner(image, 0, 1, shift) * (1 - across) + corner(image, 1, 1, shift) * across;
          double channel = image.getRGB(x, y) >> shift & 255;
          difference += Math.pow(channel - upper * (1 - down) - lower * down, 2);
        }
        if (difference > 45 * 45) {
          figure.add(new Point(x, y));
        }
      }
    }
    return figure;
  }

  private static double corner(BufferedImage image, int right, int bottom, int shift) {
    double sum = 0;
    for (int y = 0; y < CORNER; y++) {
      for (int x = 0; x < CORNER; x++) {
        sum +=
            image.getRGB(right * (SIZE - CORNER) + x, bottom * (SIZE - CORNER) + y) >> shift & 255;
      }
    }
    return sum / (CORNER * CORNER);
  }

  /** Share of the rarer colour, one-sidedness of the gradient, and edges per pixel. */
  private static double[] textureMeasures(BufferedImage image) {
    int[] sorted =
        IntStream.range(0, SIZE * SIZE)
            .map(index -> lightness(image.getRGB(index % SIZE, index / SIZE)))
            .sorted()
            .toArray();
    double middle = (sorted[100] + sorted[sorted.length - 100]) / 2.0;
    double light = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int y = 0; y < SIZE - 1; y++) {
      for (int x = 0; x < SIZE - 1; x++) {
        double here = side(image, x, y, middle);
        double toRight = side(image, x + 1, y, middle) - here;
        double toBottom = side(image, x, y + 1, middle) - here;
        light += here;
        xx += toRight * toRight;
        yy += toBottom * toBottom;
        xy += toRight * toBottom;
      }
    }
    double pixels = (SIZE - 1.0) * (SIZE - 1.0);
    double coherence = Math.sqrt(Math.pow(xx - yy, 2) + 4 * xy * xy) / (xx + yy);
    double share = Math.min(light, pixels - light) / pixels;
    return new double[] {4 * share, coherence, 3 * (xx + yy) / pixels};
  }

  private static double side(BufferedImage image, int x, int y, double middle) {
    return lightness(image.getRGB(x, y)) > middle ? 1 : 0;
  }
}
