package io.graft.model;

import java.util.List;

/**
 * One or more dense layers with ReLU and a linear layer with softmax.
 *
 * @param hidden from the features on; the first one's weights are for features as extracted (any
 *     standardisation is folded in)
 * @param output on what the last hidden layer gives
 */
public record DenseHead(List<HiddenLayer> hidden, LinearHead output) implements Head {

  /**
   * Checks that the layers fit together.
   *
   * @throws IllegalArgumentException when they don't, or no layer is hidden
   */
  public DenseHead {
    hidden = List.copyOf(hidden);
    if (hidden.isEmpty()) {
      throw new IllegalArgumentException("A dense head without hidden layers");
    }
    for (int i = 0; i < hidden.size(); i++) {
      int expected =
          i + 1 < hidden.size() ? hidden.get(i + 1).inputs() : output.weights()[0].length;
      if (hidden.get(i).outputs() != expected) {
        throw new IllegalArgumentException(
            "Hidden layer %d gives %d values, but the next layer takes %d"
                .formatted(i + 1, hidden.get(i).outputs(), expected));
      }
    }
  }
}
