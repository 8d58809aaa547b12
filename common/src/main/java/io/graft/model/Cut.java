package io.graft.model;

import java.io.Serializable;

/**
 * Where the backbone ends: the layer whose output becomes the features, and how spatial features
 * are pooled.
 */
public record Cut(String layer, Pooling pooling) implements Serializable {}
