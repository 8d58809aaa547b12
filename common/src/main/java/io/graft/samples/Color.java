package io.graft.samples;

/** A colour; each channel in [0, 1]. */
record Color(double red, double green, double blue) {

  /** Any colour of a lightness between the bounds, which lie in [0, 1]. */
  static Color random(RandomDraws draws, double darkest, double lightest) {
    double lightness = draws.between(darkest, lightest);
    // Dark and light colours have less room for hue; what little goes beyond is clamped later.
    double room = Math.min(lightness, 1 - lightness);
    double red = draws.between(-room, room);
    double green = draws.between(-room, room);
    double blue = draws.between(-room, room);
    double mean = (red + green + blue) / 3;
    return new Color(lightness + red - mean, lightness + green - mean, lightness + blue - mean);
  }

  /** This colour at 0, the other at 1. */
  Color mix(Color other, double share) {
    return new Color(
        red + share * (other.red - red),
        green + share * (other.green - green),
        blue + share * (other.blue - blue));
  }

  Color lighter(double amount) {
    return new Color(red + amount, green + amount, blue + amount);
  }

  /** Packed 0xRRGGBB of so many levels per channel, which keeps noisy PNG files small. */
  int packed(int levels) {
    return channel(red, levels) << 16 | channel(green, levels) << 8 | channel(blue, levels);
  }

  private static int channel(double value, int levels) {
    double clamped = Math.max(0, Math.min(1, value));
    return (int) Math.round(Math.round(clamped * (levels - 1)) * 255.0 / (levels - 1));
  }
}
