package io.graft.config;

import java.util.OptionalLong;

/**
 * How a large extraction is carried out.
 *
 * @param waveImages images between two commits; empty for as many as fill a file on every core
 * @param unchanged how a stored image is known to be unchanged
 * @param maxQuarantined the largest fraction of the listed files that may be quarantined
 */
public record ExtractionConfig(
    OptionalLong waveImages, Unchanged unchanged, double maxQuarantined) {

  static ExtractionConfig read(SettingsReader settings) {
    return new ExtractionConfig(
        settings.optionalWhole("wave-images", 1, 100_000_000),
        settings.parsed("unchanged", Unchanged::parse, Unchanged.BY_TIME),
        settings.fraction("max-quarantined", 0, 1));
  }
}
