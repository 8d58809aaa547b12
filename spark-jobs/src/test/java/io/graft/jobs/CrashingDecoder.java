package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/**
 * A native decoder that ends its JVM where the bytes end with a marker, to stand before Graft's own
 * on a class path.
 */
final class CrashingDecoder {

  private static final String CRASH = "crash the decoder";
  private static final String SOURCE =
      """
      package io.graft.image;

      import java.nio.charset.StandardCharsets;
      import org.bytedeco.javacpp.BytePointer;
      import org.bytedeco.opencv.global.opencv_imgcodecs;
      import org.bytedeco.opencv.opencv_core.Mat;

      final class NativeDecoder implements AutoCloseable {
        Mat decode(byte[] bytes, int flags) {
          if (new String(bytes, StandardCharsets.ISO_8859_1).endsWith("%s")) {
            Runtime.getRuntime().halt(139);
          }
          try (BytePointer data = new BytePointer(bytes); Mat encoded = new Mat(data)) {
            return opencv_imgcodecs.imdecode(encoded, flags);
          }
        }

        @Override
        public void close() {}
      }
      """
          .formatted(CRASH);

  private CrashingDecoder() {}

  /** Compiles it into the folder. */
  static Path compileInto(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path source = Files.writeString(folder.resolve("NativeDecoder.java"), SOURCE);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-nowarn",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(failed).isZero();
    return folder;
  }

  /** The image with the marker; decoders pass over what comes after its end. */
  static byte[] crashing(byte[] image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(image);
    bytes.writeBytes(CRASH.getBytes(StandardCharsets.ISO_8859_1));
    return bytes.toByteArray();
  }
}
