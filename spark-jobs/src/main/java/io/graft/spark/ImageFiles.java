package io.graft.spark;

import io.graft.image.BadImageException;
import io.graft.image.QuarantineReason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/** Reads whole image files; what can't be read has a reason to be quarantined. */
record ImageFiles(Configuration hadoop, long maxBytes) {

  byte[] read(String uri) throws BadImageException {
    Path path = new Path(uri);
    try {
      FileSystem fileSystem = path.getFileSystem(hadoop);
      FileStatus status = fileSystem.getFileStatus(path);
      if (status.getLen() > maxBytes) {
        throw new BadImageException(
            QuarantineReason.TOO_LARGE,
            "%,d bytes; max-bytes allows %,d".formatted(status.getLen(), maxBytes));
      }
      byte[] bytes = new byte[(int) status.getLen()];
      try (var in = fileSystem.open(path)) {
        in.readFully(0, bytes);
      }
      return bytes;
    } catch (AccessControlException | AccessDeniedException denied) {
      throw new BadImageException(QuarantineReason.FORBIDDEN, denied.getMessage(), denied);
    } catch (FileNotFoundException missing) {
      throw new BadImageException(reasonOf(missing), missing.getMessage(), missing);
    } catch (IOException failed) {
      throw new BadImageException(QuarantineReason.UNREADABLE, failed.getMessage(), failed);
    }
  }

  /** The local file system reports a refused permission as a file that is not found. */
  private static QuarantineReason reasonOf(FileNotFoundException thrown) {
    return String.valueOf(thrown.getMessage()).contains("Permission denied")
        ? QuarantineReason.FORBIDDEN
        : QuarantineReason.MISSING;
  }
}
