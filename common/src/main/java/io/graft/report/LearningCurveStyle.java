package io.graft.report;

/** The learning curves' style, in the report's colours; all selectors keep to the picture. */
final class LearningCurveStyle {

  static final String CSS =
      """
      .learning-curve { --text: #1d2129; --muted: #676f7b; --page: #ffffff; --line: #d9dde3;
        --first: #2f6fb5; --second: #c4501f; display: block;
        font: 12px/1.3 system-ui, "Segoe UI", Roboto, sans-serif; }
      @media (prefers-color-scheme: dark) { .learning-curve { --text: #e6e9ee; --muted: #98a1ae;
        --page: #14171c; --line: #343a44; --first: #6ea8e5; --second: #f08a55; } }
      .learning-curve .page { fill: var(--page); }
      .learning-curve .grid { stroke: var(--line); fill: none; }
      .learning-curve text { fill: var(--muted); }
      .learning-curve .tick { text-anchor: end; font-variant-numeric: tabular-nums; }
      .learning-curve .epoch { text-anchor: middle; font-variant-numeric: tabular-nums; }
      .learning-curve .axis { fill: var(--text); font-size: 13px; text-anchor: middle; }
      .learning-curve .name { fill: var(--text); }
      .learning-curve polyline, .learning-curve g path { fill: none; stroke: var(--colour);
        stroke-width: 2; stroke-linejoin: round; }
      .learning-curve circle { fill: var(--colour); }
      .learning-curve .first { --colour: var(--first); }
      .learning-curve .second { --colour: var(--second); }
      .learning-curve .dashed { stroke-dasharray: 5 4; }
      .learning-curve .dashed circle { opacity: .6; }
      """;

  private LearningCurveStyle() {}
}
