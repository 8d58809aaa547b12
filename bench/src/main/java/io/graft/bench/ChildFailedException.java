package io.graft.bench;

/** A measured process failed; the message has the end of its output. */
final class ChildFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  ChildFailedException(String message) {
    super(message);
  }
}
