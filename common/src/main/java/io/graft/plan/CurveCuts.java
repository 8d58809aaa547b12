package io.graft.plan;

import io.graft.model.CutPoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which cuts the layer curve looks at: the end of each stage (the last layer before the feature maps
 * shrink), the default cut, and layers halfway between where stages are long.
 */
public final class CurveCuts {

  /** Layers that compute nothing new: a cut behind one is a cut before it, or worse. */
  private static final Set<String> IDLE =
      Set.of(
          "ZeroPaddingLayer",
          "Cropping2D",
          "DropoutLayer",
          "SubsamplingLayer",
          "GlobalPoolingLayer",
          "PreprocessorVertex");

  private CurveCuts() {}

  /**
   * The layers, from early to late; the last is the default cut.
   *
   * @param points every cut point of the network, from input to output
   * @param defaultCut the cut before the classifier
   * @param most layers
   */
  public static List<String> choose(List<CutPoint> points, String defaultCut, int most) {
    List<CutPoint> units = units(points, defaultCut);
    CutPoint last = units.get(units.size() - 1);
    List<CutPoint> ends = stageEnds(units);
    // Early stages go first where there are too many: their features say least.
    Set<CutPoint> chosen = new TreeSet<>(Comparator.comparingInt(units::indexOf));
    chosen.addAll(ends.subList(Math.max(0, ends.size() - most), ends.size()));
    chosen.add(last);
    while (chosen.size() < most) {
      Optional<CutPoint> between = widestGap(units, List.copyOf(chosen));
      if (between.isEmpty()) {
        break;
      }
      chosen.add(between.get());
    }
    return chosen.stream().map(CutPoint::layer).toList();
  }

  /** The last layer of each group that costs the same: a convolution with all that follows it. */
  private static List<CutPoint> units(List<CutPoint> points, String defaultCut) {
    Map<Double, CutPoint> lastByCost = new LinkedHashMap<>();
    CutPoint last = null;
    for (CutPoint point : points) {
      if (!IDLE.contains(point.type()) && point.megaFlops() > 0) {
        lastByCost.put(point.megaFlops(), point);
      }
      if (point.layer().equals(defaultCut)) {
        last = point;
        break;
      }
    }
    if (last == null) {
      throw new IllegalArgumentException(defaultCut + " is no cut point");
    }
    lastByCost.remove(last.megaFlops());
    List<CutPoint> units = new ArrayList<>(lastByCost.values());
    units.add(last);
    return units;
  }

  private static List<CutPoint> stageEnds(List<CutPoint> units) {
    List<CutPoint> ends = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      boolean isLast = i == units.size() - 1;
      if (isLast || !size(units.get(i)).equals(size(units.get(i + 1)))) {
        ends.add(units.get(i));
      }
    }
    return ends;
  }

  /** Height and width of feature maps; of vectors the layer, so that each is a stage. */
  private static Object size(CutPoint point) {
    List<Long> shape = point.outputShape();
    return shape.size() == 3 ? shape.subList(1, 3) : point.layer();
  }

  /** The unit halfway, in cost, between the two neighbours that are farthest apart. */
  private static Optional<CutPoint> widestGap(List<CutPoint> units, List<CutPoint> chosen) {
    CutPoint best = null;
    double widest = 0;
    for (int i = 0; i + 1 < chosen.size(); i++) {
      double from = chosen.get(i).megaFlops();
      double to = chosen.get(i + 1).megaFlops();
      List<CutPoint> between =
          units.subList(units.indexOf(chosen.get(i)) + 1, units.indexOf(chosen.get(i + 1)));
      if (!between.isEmpty() && to - from > widest) {
        widest = to - from;
        best =
            between.stream()
                .min(
                    Comparator.comparingDouble(
                        point -> Math.abs(point.megaFlops() - (from + to) / 2)))
                .orElseThrow();
      }
    }
    return Optional.ofNullable(best);
  }
}
