package io.graft.image;

/** The colour planes a model reads, in the order in which it reads them. */
public enum ChannelOrder {
  RGB(3),
  BGR(3),
  /** One plane of luma, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601, as OpenCV computes it). */
  GRAY(1);

  private final int channels;

  ChannelOrder(int channels) {
    this.channels = channels;
  }

  /** The number of planes: 3 or 1. */
  public int channels() {
    return channels;
  }
}
