package io.graft.training;

import java.io.Serializable;
import java.util.List;

/** What a network is fed with in training, and how that comes out of an example's bytes. */
public interface TrainingInput extends Serializable {

  /** What it reads of one example, by each of its inputs. */
  List<TensorShape> shapes();

  /**
   * Opens a reader of examples.
   *
   * @param seed of the training
   * @param epoch from 0, in which they are read
   */
  ExampleReader open(long seed, int epoch);
}
