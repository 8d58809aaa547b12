package io.graft.spark;

import io.graft.config.PlanConfig;
import io.graft.error.UserException;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.model.CutPoint;
import io.graft.model.NetworkGraph;
import io.graft.model.NetworkShape;
import io.graft.model.Pooling;
import io.graft.plan.CurveCuts;
import io.graft.plan.PlannedCut;
import io.graft.training.HeadCandidate;
import io.graft.training.HeadCandidate.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is extracted, in one pass, to plan by: each layer of the curve, feature maps as averages and
 * maxima, and what the base model's own classifier says.
 *
 * @param layers of the curve, from early to late
 * @param classifier the base model's output layer; empty where it is the last of the layers
 */
public record CurveFeatures(List<Layer> layers, Optional<String> classifier) {

  /**
   * A layer of the curve.
   *
   * @param features that an image has after average pooling
   */
  public record Layer(String name, boolean isSpatial, int features) {

    Cut cut() {
      return new Cut(name, isSpatial ? Pooling.AVERAGE_MAXIMUM : Pooling.AVERAGE);
    }
  }

  /**
   * The features to plan by.
   *
   * @throws UserException when the configuration names a layer that is no cut point before the
   *     classifier
   */
  public static CurveFeatures of(BaseModel model, PlanConfig config) {
    NetworkShape shape = NetworkShape.of(model.network(), model.preprocessing());
    List<CutPoint> points = CutPoint.of(model.network(), shape);
    String defaultCut = model.defaultCut();
    return of(
        model,
        shape,
        config.layers().isEmpty()
            ? CurveCuts.choose(points, defaultCut, config.curveCuts())
            : asked(points, defaultCut, config.layers()));
  }

  /** The default cut alone, and the classifier. */
  static CurveFeatures last(BaseModel model) {
    NetworkShape shape = NetworkShape.of(model.network(), model.preprocessing());
    return of(model, shape, List.of(model.defaultCut()));
  }

  private static CurveFeatures of(BaseModel model, NetworkShape shape, List<String> names) {
    String output = new NetworkGraph(model.network()).output();
    return new CurveFeatures(
        names.stream()
            .map(name -> new Layer(name, shape.isSpatial(name), shape.width(name, Pooling.AVERAGE)))
            .toList(),
        output.equals(model.defaultCut()) || shape.isSpatial(output)
            ? Optional.empty()
            : Optional.of(output));
  }

  /** In the network's order, with the default cut last. */
  private static List<String> asked(List<CutPoint> points, String defaultCut, List<String> asked) {
    List<String> early = new ArrayList<>();
    for (CutPoint point : points) {
      if (point.layer().equals(defaultCut)) {
        break;
      }
      early.add(point.layer());
    }
    List<String> unknown =
        asked.stream().filter(name -> !early.contains(name) && !name.equals(defaultCut)).toList();
    if (!unknown.isEmpty()) {
      throw new UserException(
          "plan.layers names %s, which are no cut points before the classifier. See them with: graft layers"
              .formatted(unknown));
    }
    early.retainAll(asked);
    early.add(defaultCut);
    return early;
  }

  /** What to extract. */
  public List<Cut> cuts() {
    List<Cut> cuts = new ArrayList<>(layers.stream().map(Layer::cut).toList());
    classifier.ifPresent(output -> cuts.add(new Cut(output, Pooling.AVERAGE)));
    return cuts;
  }

  /** The columns of the layers, in their order. */
  List<String> columns() {
    return layers.stream().map(layer -> FeatureSet.columnName(layer.name())).toList();
  }

  /** A layer's features after average pooling. */
  Slice average(int layer) {
    return new Slice(layer, 0, layers.get(layer).features());
  }

  /** A layer's features, averages and maxima. */
  Slice averageMaximum(int layer) {
    return new Slice(layer, 0, 2 * layers.get(layer).features());
  }

  /** How the plan names the cut of a layer. */
  PlannedCut planned(int layer, Pooling pooling) {
    return new PlannedCut(layers.get(layer).name(), pooling.text());
  }

  /** Several layers after average pooling, joined. */
  HeadCandidate joined(List<Integer> chosen) {
    return new HeadCandidate(
        chosen.stream().map(i -> layers.get(i).name()).toList().toString(),
        chosen.stream().map(this::average).toList());
  }
}
