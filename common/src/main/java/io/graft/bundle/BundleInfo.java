package io.graft.bundle;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.graft.dataset.SplitFractions;
import io.graft.image.Preprocessing;
import java.util.List;
import java.util.Map;

/**
 * What {@code bundle.json} says of a model bundle.
 *
 * @param labels the classes, in the order of the network's outputs
 * @param preprocessing as {@link Preprocessing#toMap} writes it
 * @param baseModel the base model's name
 * @param baseModelSha256 of its file; of a bundle, of the network's in it
 * @param cuts whose pooled features, one cut's after the other, are the head's input
 * @param transferCase of the four cases of transfer learning, 1 to 4; null where nobody said
 * @param metrics by name, such as the cross-validated log-loss of the head
 * @param dataSetHash of the training images' contents, labels and splits
 * @param configuration all settings of the run
 * @param versions of Graft and the libraries that computed the bundle
 * @param sha256ByFile of the bundle's network files
 */
public record BundleInfo(
    List<String> labels,
    Map<String, Object> preprocessing,
    String baseModel,
    String baseModelSha256,
    List<BundleCut> cuts,
    @JsonSetter(nulls = Nulls.SET) Integer transferCase,
    Map<String, Double> metrics,
    String dataSetHash,
    JsonNode configuration,
    Map<String, String> versions,
    Map<String, String> sha256ByFile) {

  /**
   * A layer whose output the head sees.
   *
   * @param pooling of a spatial layer, as {@link io.graft.model.Pooling#text} writes it
   */
  public record BundleCut(String layer, String pooling) {}

  BundleInfo withFiles(Map<String, String> sha256) {
    return new BundleInfo(
        labels,
        preprocessing,
        baseModel,
        baseModelSha256,
        cuts,
        transferCase,
        metrics,
        dataSetHash,
        configuration,
        versions,
        sha256);
  }

  /** How the run that made the bundle split images without splits of their own. */
  public SplitFractions splitFractions() {
    JsonNode split = configuration.path("split");
    return new SplitFractions(split.path("validation").asDouble(), split.path("test").asDouble());
  }

  /** The seed of the run that made the bundle. */
  public long seed() {
    return configuration.path("seed").asLong();
  }

  public Preprocessing readPreprocessing() {
    return Preprocessing.fromConfig(ConfigFactory.parseMap(preprocessing));
  }
}
