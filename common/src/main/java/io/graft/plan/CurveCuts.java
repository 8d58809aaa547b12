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
 * Which cuts the layer curve looks at: the end of each stage (the last layer before the feature
 * maps shrink), the default cut, and layers halfway between where stages are long.
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

  /** A layer that does less than this share of the largest between two cuts is passed over. */
  private static final double LITTLE = 0.5;

  private CurveCuts() {}

  /**
   * A convolution or dense layer with all that follows it.
   *
   * @param end the layer to cut at
   * @param megaFlops of an image up to here
   * @param own of this unit alone
   * @param stage what units of the same stage have in common
   */
  private record Unit(CutPoint end, double megaFlops, double own, Object stage) {}

  /**
   * The layers, from early to late; the last is the default cut.
   *
   * @param points every cut point of the network, from input to output
   * @param defaultCut the cut before the classifier
   * @param most layers
   */
  public static List<String> choose(List<CutPoint> points, String defaultCut, int most) {
    List<Unit> units = units(points, defaultCut);
    List<Unit> ends = stageEnds(units);
    // Early stages go first where there are too many: their features say least.
    TreeSet<Unit> chosen = new TreeSet<>(Comparator.comparingDouble(Unit::megaFlops));
    chosen.addAll(ends.subList(Math.max(0, ends.size() - most), ends.size()));
    while (chosen.size() < most) {
      Optional<Unit> between = widestGap(units, List.copyOf(chosen));
      if (between.isEmpty()) {
        break;
      }
      chosen.add(between.get());
    }
    return chosen.stream().map(unit -> unit.end().layer()).toList();
  }

  /** All units up to the default cut, which ends the last one. */
  private static List<Unit> units(List<CutPoint> points, String defaultCut) {
    Map<Double, CutPoint> endByCost = new LinkedHashMap<>();
    CutPoint last = null;
    for (CutPoint point : points) {
      if (!IDLE.contains(point.type()) && point.megaFlops() > 0) {
        endByCost.put(point.megaFlops(), point);
      }
      if (point.layer().equals(defaultCut)) {
        last = point;
        break;
      }
    }
    if (last == null) {
      throw new IllegalArgumentException(defaultCut + " is no cut point");
    }
    endByCost.putIfAbsent(last.megaFlops(), last);
    List<Unit> units = new ArrayList<>();
    double before = 0;
    for (CutPoint end : endByCost.values()) {
      CutPoint cut = end.megaFlops() == last.megaFlops() ? last : end;
      units.add(new Unit(cut, end.megaFlops(), end.megaFlops() - before, stage(end)));
      before = end.megaFlops();
    }
    return units;
  }

  /** Height and width of feature maps; of vectors the layer, so that each is a stage. */
  private static Object stage(CutPoint point) {
    List<Long> shape = point.outputShape();
    return shape.size() == 3 ? shape.subList(1, 3) : point.layer();
  }

  private static List<Unit> stageEnds(List<Unit> units) {
    List<Unit> ends = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      boolean isLast = i == units.size() - 1;
      if (isLast || !units.get(i).stage().equals(units.get(i + 1).stage())) {
        ends.add(units.get(i));
      }
    }
    return ends;
  }

  /** The unit halfway, in cost, between the two neighbours that are farthest apart. */
  private static Optional<Unit> widestGap(List<Unit> units, List<Unit> chosen) {
    Unit best = null;
    double widest = 0;
    for (int i = 0; i + 1 < chosen.size(); i++) {
      double from = chosen.get(i).megaFlops();
      double to = chosen.get(i + 1).megaFlops();
      List<Unit> between = weighty(units, from, to);
      if (!between.isEmpty() && to - from > widest) {
        widest = to - from;
        best =
            between.stream()
                .min(
                    Comparator.comparingDouble(
                        unit -> Math.abs(unit.megaFlops() - (from + to) / 2)))
                .orElseThrow();
      }
    }
    return Optional.ofNullable(best);
  }

  /** The units between two costs, without those that do little, such as depthwise convolutions. */
  private static List<Unit> weighty(List<Unit> units, double from, double to) {
    List<Unit> between =
        units.stream().filter(unit -> unit.megaFlops() > from && unit.megaFlops() < to).toList();
    double most = between.stream().mapToDouble(Unit::own).max().orElse(0);
    return between.stream().filter(unit -> unit.own() >= LITTLE * most).toList();
  }
}
