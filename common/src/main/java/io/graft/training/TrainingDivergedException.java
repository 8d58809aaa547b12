package io.graft.training;

/** The loss became infinite or no number; commands end with exit code 4. */
public final class TrainingDivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TrainingDivergedException(String message) {
    super(message);
  }
}
