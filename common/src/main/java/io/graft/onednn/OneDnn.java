package io.graft.onednn;

import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Switches DL4J's oneDNN layer helpers, which a network takes up when it is built.
 *
 * <p>DL4J 1.0.0-M2.1 leaves them off unless the system property {@value #PROPERTY} is {@code
 * false}, and never finds the native library's switch, since the class it asks has moved: see
 * {@code org.nd4j.nativeblas.Nd4jCpu}.
 */
public final class OneDnn {

  static final String PROPERTY = "org.eclipse.deeplearning4j.helpers.disable";

  private OneDnn() {}

  /** Runs the work with oneDNN off, in DL4J's layers and in the native library, for this JVM. */
  public static synchronized <T> T without(Supplier<T> work) {
    boolean before = Nd4j.getEnvironment().helpersAllowed();
    Nd4j.getEnvironment().allowHelpers(false);
    try {
      return work.get();
    } finally {
      Nd4j.getEnvironment().allowHelpers(before);
    }
  }

  /** Whether this JVM was started with DL4J's layer helpers on. */
  public static boolean isRequested() {
    return "false".equalsIgnoreCase(System.getProperty(PROPERTY));
  }
}
