package io.graft.spark;

import io.graft.image.QuarantineReason;
import java.io.Serializable;

/**
 * One listed file after extraction, as a bean for Spark's encoder (which takes primitive arrays as
 * they are): with features, or with the reason for its quarantine.
 */
public final class ImageRow implements Serializable {

  private static final long serialVersionUID = 1L;

  private String uri;
  private String contentHash;
  private String label;
  private String split;
  private int width;
  private int height;
  private float[][] features;
  private String reason;
  private String message;
  private long length;
  private long modifiedMillis;
  private String group;

  /** A file that is not extracted. */
  static ImageRow quarantined(ImageEntry entry, QuarantineReason reason, String message) {
    ImageRow row = of(entry);
    row.reason = reason.text();
    row.message = message;
    return row;
  }

  /** A file whose features are still to come. */
  static ImageRow of(ImageEntry entry) {
    ImageRow row = new ImageRow();
    row.uri = entry.uri();
    row.contentHash = entry.contentHash();
    row.label = entry.label();
    row.split = entry.split() == null ? null : entry.split().text();
    row.length = entry.length();
    row.modifiedMillis = entry.modifiedMillis();
    row.group = entry.group();
    return row;
  }

  public String getUri() {
    return uri;
  }

  public void setUri(String uri) {
    this.uri = uri;
  }

  public String getContentHash() {
    return contentHash;
  }

  public void setContentHash(String contentHash) {
    this.contentHash = contentHash;
  }

  public String getLabel() {
    return label;
  }

  public void setLabel(String label) {
    this.label = label;
  }

  public String getSplit() {
    return split;
  }

  public void setSplit(String split) {
    this.split = split;
  }

  public int getWidth() {
    return width;
  }

  public void setWidth(int width) {
    this.width = width;
  }

  public int getHeight() {
    return height;
  }

  public void setHeight(int height) {
    this.height = height;
  }

  public float[][] getFeatures() {
    return features;
  }

  public void setFeatures(float[][] features) {
    this.features = features;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason;
  }

  public String getMessage() {
    return message;
  }

  public void setMessage(String message) {
    this.message = message;
  }

  public long getLength() {
    return length;
  }

  public void setLength(long length) {
    this.length = length;
  }

  public long getModifiedMillis() {
    return modifiedMillis;
  }

  public void setModifiedMillis(long modifiedMillis) {
    this.modifiedMillis = modifiedMillis;
  }

  public String getGroup() {
    return group;
  }

  public void setGroup(String group) {
    this.group = group;
  }
}
