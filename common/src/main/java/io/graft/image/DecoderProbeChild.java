package io.graft.image;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;

/**
 * The main class of the child JVM of {@link DecoderProbe}. Reads a number, a length and as many
 * bytes at a time, decodes them, and writes the number back, in one piece, when it is still there
 * to do so. A thread of its own decodes, so that the end of standard input (the parent is gone)
 * ends the process even while a codec hangs.
 */
final class DecoderProbeChild {

  private record Request(long number, byte[] bytes) {}

  private final BlockingQueue<Request> requests = new SynchronousQueue<>();
  private final ImageDecoder decoder;
  private final DataOutputStream answers =
      new DataOutputStream(new FileOutputStream(FileDescriptor.out));

  private DecoderProbeChild(long maxPixels) {
    decoder = new ImageDecoder(maxPixels, new NativeImageDecoder());
  }

  public static void main(String[] arguments) throws InterruptedException {
    System.setOut(System.err);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    DecoderProbeChild child = new DecoderProbeChild(Long.parseLong(arguments[0]));
    new Thread(child::answerAll, "decoding").start();
    child.readAll();
  }

  private void readAll() throws InterruptedException {
    try (DataInputStream images = new DataInputStream(new BufferedInputStream(System.in))) {
      while (true) {
        long number = images.readLong();
        byte[] bytes = new byte[images.readInt()];
        images.readFully(bytes);
        requests.put(new Request(number, bytes));
      }
    } catch (IOException parentIsGone) {
      Runtime.getRuntime().halt(0);
    }
  }

  private void answerAll() {
    try {
      while (true) {
        Request request = requests.take();
        tryToDecode(request.bytes());
        answers.writeLong(request.number());
      }
    } catch (InterruptedException | IOException parentIsGone) {
      Runtime.getRuntime().halt(0);
    }
  }

  private void tryToDecode(byte[] bytes) {
    try {
      decoder.decode(bytes).close();
    } catch (BadImageException bad) {
      // The parent will find the same, and say so.
    }
  }
}
