package io.graft.image;

import java.io.Serializable;

/** Width and height in pixels as decoded, after EXIF orientation and before any scaling. */
public record ImageSize(int width, int height) implements Serializable {}
