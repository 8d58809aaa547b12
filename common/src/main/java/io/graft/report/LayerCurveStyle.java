package io.graft.report;

/** The layer curve's style, in the report's colours; all selectors keep to the picture. */
final class LayerCurveStyle {

  static final String CSS =
      """
      .layer-curve { --text: #1d2129; --muted: #676f7b; --page: #ffffff; --line: #d9dde3;
        --curve: #2f6fb5; --chosen: #c4501f; display: block;
        font: 12px/1.3 system-ui, "Segoe UI", Roboto, sans-serif; }
      @media (prefers-color-scheme: dark) { .layer-curve { --text: #e6e9ee; --muted: #98a1ae;
        --page: #14171c; --line: #343a44; --curve: #6ea8e5; --chosen: #f08a55; } }
      .layer-curve .page { fill: var(--page); }
      .layer-curve .grid { stroke: var(--line); fill: none; }
      .layer-curve text { fill: var(--muted); }
      .layer-curve .tick { text-anchor: end; font-variant-numeric: tabular-nums; }
      .layer-curve .layer { text-anchor: end; }
      .layer-curve .axis { fill: var(--text); font-size: 13px; text-anchor: middle; }
      .layer-curve .curve { fill: none; stroke: var(--curve); stroke-width: 2;
        stroke-linejoin: round; }
      .layer-curve .spread { fill: none; stroke: var(--curve); stroke-width: 1.25; opacity: .75; }
      .layer-curve .dot { fill: var(--curve); stroke: var(--page); stroke-width: 2; }
      .layer-curve .chosen .spread { stroke: var(--chosen); opacity: 1; stroke-width: 1.75; }
      .layer-curve .chosen .dot { fill: var(--chosen); }
      .layer-curve .value { fill: var(--chosen); font-size: 13px; font-weight: 600;
        text-anchor: middle; paint-order: stroke; stroke: var(--page); stroke-width: 4px; }
      """;

  private LayerCurveStyle() {}
}
