/**
 * Encoded images to normalised numbers: one decoder and one {@link io.graft.image.Preprocessing}
 * that extraction, training, prediction and tests share. Bytes that are no usable image end as a
 * {@link io.graft.image.BadImageException} with a {@link io.graft.image.QuarantineReason}; those
 * that end the process are found by a {@link io.graft.image.DecoderProbe} and decoded in Java.
 */
package io.graft.image;
