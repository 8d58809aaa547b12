package io.graft.error;

/**
 * Something the user can mend: a path, a model, a setting, a data set.
 *
 * <p>The message says what is wrong, where, the value found and what to do, in one or two lines.
 * Commands end with exit code 3 and show no stack trace. Everything else that is thrown is a bug.
 */
public final class UserException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UserException(String message) {
    super(message);
  }

  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
