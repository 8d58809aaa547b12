package io.graft.bench;

/** Something to be measured is not on this machine; what needs it is left out, with this reason. */
final class AbsentException extends Exception {

  private static final long serialVersionUID = 1L;

  AbsentException(String message) {
    super(message);
  }
}
