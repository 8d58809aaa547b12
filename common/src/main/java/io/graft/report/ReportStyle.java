package io.graft.report;

/** The page's style sheet, for light and dark screens and for paper. */
final class ReportStyle {

  // Cells are shaded by transparency, so that one text colour stays readable on each background.
  static final String CSS =
      """
      :root { color-scheme: light dark; --text: #1d2129; --muted: #676f7b; --page: #ffffff;
        --panel: #f4f6f8; --line: #d9dde3; --right: 37 134 92; --wrong: 214 84 40; }
      @media (prefers-color-scheme: dark) {
        :root { --text: #e6e9ee; --muted: #98a1ae; --page: #14171c; --panel: #1d2128;
          --line: #343a44; --right: 46 160 110; --wrong: 226 100 54; } }
      * { box-sizing: border-box; }
      body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 70rem; color: var(--text);
        background: var(--page); font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
      h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1.25rem; overflow-wrap: anywhere; }
      h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; }
      p { margin: .25rem 0 .75rem; max-width: 45rem; }
      .summary { background: var(--panel); border-radius: .5rem; padding: 1rem 1.25rem; }
      .summary p { margin: .15rem 0; max-width: none; }
      .headline { font-size: 1.35rem; font-weight: 600; }
      .scroll { overflow: auto; max-height: 90vh; max-width: 100%; width: fit-content; }
      table { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; }
      th, td { padding: .3rem .75rem; text-align: left; vertical-align: top; font-weight: normal;
        border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
      thead th { position: sticky; top: 0; background: var(--page); color: var(--muted);
        vertical-align: bottom; z-index: 1; }
      tbody th { color: var(--text); }
      .number { text-align: right; white-space: nowrap; }
      .facts th { white-space: nowrap; }
      .matrix { font-size: .85rem; }
      .matrix th[scope=row], .matrix .corner { position: sticky; left: 0; background: var(--page);
        max-width: 14rem; z-index: 1; white-space: nowrap; overflow: hidden;
        text-overflow: ellipsis; }
      .matrix .corner { z-index: 2; }
      .matrix td { text-align: right; white-space: nowrap; padding: .3rem .4rem; min-width: 2rem; }
      .matrix .right { background: rgb(var(--right) / calc(.12 + .48 * var(--share))); }
      .matrix .wrong { background: rgb(var(--wrong) / calc(.12 + .48 * var(--share))); }
      .matrix .none { color: var(--muted); opacity: .55; }
      .matrix .upright { padding: .3rem .25rem; }
      .upright span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 9rem;
        overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      @media print { .scroll { max-height: none; overflow: visible; } }
      """;

  private ReportStyle() {}
}
