package io.graft.error;

/** A result is there, but not as good as it was asked to be; commands end with exit code 4. */
public final class QualityGateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public QualityGateException(String message) {
    super(message);
  }
}
