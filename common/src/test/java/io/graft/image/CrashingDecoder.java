package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.tools.ToolProvider;

/** A NativeDecoder that ends its JVM, or hangs, where the bytes end with a marker. */
final class CrashingDecoder {

  private static final String CRASH = "crash the decoder";
  private static final String HANG = "hang the decoder!";
  private static final String SOURCE =
      """
      package io.graft.image;

      import java.nio.charset.StandardCharsets;
      import org.bytedeco.javacpp.BytePointer;
      import org.bytedeco.opencv.global.opencv_imgcodecs;
      import org.bytedeco.opencv.opencv_core.Mat;

      final class NativeDecoder implements AutoCloseable {
        Mat decode(byte[] bytes, int flags) {
          String text = new String(bytes, StandardCharsets.ISO_8859_1);
          try {
            if (text.endsWith("%s")) {
              var unsafe = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
              unsafe.setAccessible(true);
              ((sun.misc.Unsafe) unsafe.get(null)).putAddress(0, 0);
            } else if (text.endsWith("%s")) {
              Thread.sleep(600_000);
            }
          } catch (ReflectiveOperationException | InterruptedException impossible) {
            throw new AssertionError(impossible);
          }
          // Chatter, as of native code.
          new java.io.PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out))
              .print("libfoo warning: chatter on standard output".repeat(10));
          try (BytePointer data = new BytePointer(bytes); Mat encoded = new Mat(data)) {
            return opencv_imgcodecs.imdecode(encoded, flags);
          }
        }

        @Override
        public void close() {}
      }
      """
          .formatted(CRASH, HANG);

  private CrashingDecoder() {}

  /** Compiles it into the folder. */
  static void compileInto(Path folder) throws IOException {
    Path source = Files.writeString(folder.resolve("NativeDecoder.java"), SOURCE);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-nowarn",
                "-XDignore.symbol.file",
                "-cp",
                ProbeClassPath.ofThisJvm(),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(failed).isZero();
  }

  static byte[] crashing(byte[] image) {
    return with(image, CRASH);
  }

  static byte[] hanging(byte[] image) {
    return with(image, HANG);
  }

  private static byte[] with(byte[] image, String marker) {
    byte[] ending = marker.getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(image, image.length + ending.length);
    System.arraycopy(ending, 0, all, image.length, ending.length);
    return all;
  }
}
