package io.graft.image;

import java.util.Locale;
import java.util.Objects;

/**
 * These bytes are no usable image. It is the file's fault, not the program's: the caller puts the
 * file into quarantine with the reason and the message, and goes on.
 */
public final class BadImageException extends Exception {

  private static final long serialVersionUID = 1L;

  private final QuarantineReason reason;

  public BadImageException(QuarantineReason reason, String message) {
    this(reason, message, null);
  }

  public BadImageException(QuarantineReason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Why the file is quarantined. */
  public QuarantineReason reason() {
    return reason;
  }

  /** With numbers that read the same on every machine. */
  public static BadImageException of(QuarantineReason reason, String format, Object... arguments) {
    return new BadImageException(reason, String.format(Locale.ROOT, format, arguments));
  }
}
