package io.graft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Graft that is running. */
public final class GraftVersion {

  /** Such as {@code 0.1.0}. */
  public static final String VERSION = read();

  private GraftVersion() {}

  private static String read() {
    try (var in = GraftVersion.class.getResourceAsStream("graft.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
