package io.graft.model;

import io.graft.image.Preprocessing;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The pretrained network as loaded, its own classifier included.
 *
 * @param name the file's; of a model bundle, the folder's and that of the one it lies in
 * @param sha256 of the file's bytes, hexadecimal; of a bundle, of the network's file
 * @param network channels first
 * @param preprocessing how images are made ready for it
 * @param labels the classes of its own classifier in output order; empty where not known
 */
public record BaseModel(
    String name,
    String sha256,
    ComputationGraph network,
    Preprocessing preprocessing,
    List<String> labels) {

  /** The default cut: behind the last layer before the classifier. */
  public String defaultCut() {
    return new NetworkGraph(network).beforeClassifier(network);
  }
}
