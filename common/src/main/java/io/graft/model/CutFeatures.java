package io.graft.model;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;

/** The vertices behind cuts: pooling, flattening, joining. */
record CutFeatures(GraphEdit edit, NetworkShape shape) {

  private static final String MAXIMUM = "graft_maximum";
  private static final String BOTH = "graft_average_maximum";
  private static final String GRID = "graft_grid";
  private static final String FLAT = "graft_flat";
  private static final String JOINED = "graft_joined";

  /** Pools as the cut says and names the last vertex; without pooling, the layer itself. */
  String pool(Cut cut) {
    if (!shape.isSpatial(cut.layer())) {
      return cut.layer();
    }
    return switch (cut.pooling()) {
      case AVERAGE -> global(NetworkCutter.POOLING_LAYER, PoolingType.AVG, cut.layer());
      case AVERAGE_MAXIMUM ->
          edit.add(
              BOTH,
              new MergeVertex(),
              List.of(
                  global(NetworkCutter.POOLING_LAYER, PoolingType.AVG, cut.layer()),
                  global(MAXIMUM, PoolingType.MAX, cut.layer())));
      case GRID -> grid(cut.layer());
      case NONE -> cut.layer();
    };
  }

  /** The features of all cuts, {@code [batch, features]}, one cut's after the other. */
  String join(List<Cut> cuts) {
    List<String> parts = new ArrayList<>();
    for (Cut cut : cuts) {
      boolean spatial = shape.isSpatial(cut.layer()) && cut.pooling() == Pooling.NONE;
      parts.add(spatial ? flatten(cut.layer(), shape.at(cut.layer())) : pool(cut));
    }
    return parts.size() == 1 ? parts.get(0) : edit.add(JOINED, new MergeVertex(), parts);
  }

  private String global(String name, PoolingType type, String layer) {
    return edit.addLayer(name, new GlobalPoolingLayer.Builder(type).build(), layer);
  }

  private String grid(String layer) {
    long[] maps = shape.at(layer);
    GridWindow window = GridWindow.of(layer, maps);
    SubsamplingLayer averages =
        new SubsamplingLayer.Builder(
                SubsamplingLayer.PoolingType.AVG,
                new int[] {window.height(), window.width()},
                new int[] {window.verticalStride(), window.horizontalStride()})
            .convolutionMode(ConvolutionMode.Truncate)
            .build();
    return flatten(
        edit.addLayer(GRID, averages, layer),
        new long[] {maps[0], GridWindow.SIDE, GridWindow.SIDE});
  }

  private String flatten(String vertex, long[] maps) {
    return edit.add(
        FLAT,
        new PreprocessorVertex(new CnnToFeedForwardPreProcessor(maps[1], maps[2], maps[0])),
        List.of(vertex));
  }
}
