package io.graft.report;

import java.util.List;

/** A table of texts; the first column heads the rows, number columns stand to the right. */
final class HtmlTable {

  /** How the cells of a column stand. */
  enum Column {
    TEXT("<td>"),
    NUMBER("<td class=\"number\">");

    private final String tag;

    Column(String tag) {
      this.tag = tag;
    }
  }

  private final List<Column> columns;
  private final StringBuilder html = new StringBuilder("<div class=\"scroll\"><table>\n");

  HtmlTable(Column... columns) {
    this.columns = List.of(columns);
  }

  HtmlTable header(String... titles) {
    html.append("<thead><tr>");
    for (int column = 0; column < titles.length; column++) {
      String kind = columns.get(column) == Column.NUMBER ? " class=\"number\"" : "";
      html.append("<th scope=\"col\"" + kind + ">" + HtmlText.escape(titles[column]) + "</th>");
    }
    html.append("</tr></thead>\n");
    return this;
  }

  HtmlTable row(String... texts) {
    html.append("<tr><th scope=\"row\">").append(HtmlText.isolate(texts[0])).append("</th>");
    for (int column = 1; column < texts.length; column++) {
      html.append(columns.get(column).tag).append(HtmlText.isolate(texts[column])).append("</td>");
    }
    html.append("</tr>\n");
    return this;
  }

  String html() {
    return html + "</table></div>\n";
  }
}
