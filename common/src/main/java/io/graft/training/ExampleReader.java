package io.graft.training;

import io.graft.image.BadImageException;
import java.nio.FloatBuffer;
import java.util.List;

/** Reads the examples of an epoch. For one thread; frees its memory when closed. */
public interface ExampleReader extends AutoCloseable {

  /**
   * Reads an example, at the positions of the buffers.
   *
   * @param index of the example in its set
   * @param content as it is stored
   * @param rooms for each input of the network
   * @throws BadImageException where the content is no usable image
   */
  void read(long index, byte[] content, List<FloatBuffer> rooms) throws BadImageException;

  @Override
  void close();
}
