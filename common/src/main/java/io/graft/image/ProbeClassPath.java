package io.graft.image;

import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Loader;

/**
 * The jars and folders from which this JVM has the native decoder, wherever its class loader found
 * them: one shaded jar that Spark added, or many that Maven did.
 */
final class ProbeClassPath {

  private static final List<String> CLASSES =
      List.of(
          "io/graft/image/NativeDecoder.class",
          "io/graft/image/DecoderProbeChild.class",
          "org/bytedeco/javacpp/Loader.class",
          "org/bytedeco/opencv/global/opencv_imgcodecs.class",
          "org/bytedeco/openblas/global/openblas.class");

  /** Of each JavaCPP module one library; absent where the system has them installed. */
  private static final Map<String, String> LIBRARIES =
      Map.of("javacpp", "jnijavacpp", "opencv", "jniopencv_core", "openblas", "jniopenblas");

  private final Set<String> places = new LinkedHashSet<>();

  private ProbeClassPath() {}

  static String ofThisJvm() {
    ProbeClassPath path = new ProbeClassPath();
    for (String name : CLASSES) {
      if (!path.add(name)) {
        throw new IllegalStateException("Not on the class path: " + name);
      }
    }
    LIBRARIES.forEach(
        (module, library) ->
            path.add(
                "org/bytedeco/%s/%s/%s"
                    .formatted(module, Loader.getPlatform(), System.mapLibraryName(library))));
    return String.join(File.pathSeparator, path.places);
  }

  /** False where there is no such resource. */
  private boolean add(String resource) {
    URL url = NativeDecoder.class.getClassLoader().getResource(resource);
    if (url == null) {
      return false;
    }
    try {
      places.add(place(url, resource).toString());
    } catch (IOException | URISyntaxException failure) {
      throw new IllegalStateException("No jar or folder: " + url, failure);
    }
    return true;
  }

  private static Path place(URL url, String resource) throws IOException, URISyntaxException {
    if (url.openConnection() instanceof JarURLConnection jar) {
      return Path.of(jar.getJarFileURL().toURI());
    }
    String whole = url.toURI().toString();
    return Path.of(new URI(whole.substring(0, whole.length() - resource.length())));
  }
}
