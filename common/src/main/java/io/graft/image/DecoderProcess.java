package io.graft.image;

import java.io.BufferedInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;

/**
 * The parent's end of a {@link DecoderProbeChild}. Each image goes out with a random number, and
 * the child's answer is that number: whatever else native code writes to the child's standard
 * output is passed over.
 */
final class DecoderProcess implements AutoCloseable {

  private final SecureRandom random = new SecureRandom();
  private final Process process;
  private final DataOutputStream toChild;
  private final InputStream fromChild;

  private DecoderProcess(Process process) {
    this.process = process;
    toChild = new DataOutputStream(process.getOutputStream());
    fromChild = new BufferedInputStream(process.getInputStream());
  }

  static DecoderProcess start(ProbeCommand command) {
    try {
      return new DecoderProcess(
          new ProcessBuilder(command.words())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException failure) {
      throw new IllegalStateException("No child process can be started to try images in", failure);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether the child answers; no when it ends instead. Blocks until either. */
  boolean survives(byte[] bytes) {
    long number = random.nextLong();
    try {
      toChild.writeLong(number);
      toChild.writeInt(bytes.length);
      toChild.write(bytes);
      toChild.flush();
      return finds(number);
    } catch (IOException gone) {
      return false;
    }
  }

  private boolean finds(long number) throws IOException {
    long seen = ~number;
    int next = fromChild.read();
    while (next >= 0) {
      seen = seen << Byte.SIZE | next;
      if (seen == number) {
        return true;
      }
      next = fromChild.read();
    }
    return false;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
