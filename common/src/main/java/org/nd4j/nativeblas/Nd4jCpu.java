package org.nd4j.nativeblas;

/**
 * Where DL4J 1.0.0-M2.1 still looks for the native library's settings ({@code BaseMKLDNNHelper}
 * loads {@code Nd4jCpu$Environment} by name), although the binding has moved. Without this class
 * every convolution silently runs two to eight times slower.
 */
public final class Nd4jCpu {

  private Nd4jCpu() {}

  /** The settings DL4J asks for, handed on from where they are now. */
  public static final class Environment {

    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    public static Environment getInstance() {
      return INSTANCE;
    }

    /** Whether the native library may use oneDNN. */
    public boolean isUseMKLDNN() {
      return org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu.Environment.getInstance().isUseONEDNN();
    }
  }
}
