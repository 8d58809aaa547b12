package io.graft.report;

/** Text from outside (labels, paths, messages) made fit for an HTML page. */
final class HtmlText {

  private static final int REPLACEMENT = 0xFFFD;

  private HtmlText() {}

  /** Escapes markup, in content and in quoted attributes; what HTML forbids becomes U+FFFD. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(point -> append(point, escaped));
    return escaped.toString();
  }

  /**
   * Escaped text that keeps its writing direction to itself: an Arabic label turns no row round.
   */
  static String isolate(String text) {
    return "<bdi>" + escape(text) + "</bdi>";
  }

  private static void append(int point, StringBuilder escaped) {
    switch (point) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\'' -> escaped.append("&#39;");
      default -> escaped.appendCodePoint(isForbidden(point) ? REPLACEMENT : point);
    }
  }

  private static boolean isForbidden(int point) {
    boolean isControl = Character.isISOControl(point) && "\t\n\r".indexOf(point) < 0;
    boolean isSurrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    boolean isNonCharacter = (point & 0xFFFE) == 0xFFFE || point >= 0xFDD0 && point <= 0xFDEF;
    return isControl || isSurrogate || isNonCharacter;
  }
}
