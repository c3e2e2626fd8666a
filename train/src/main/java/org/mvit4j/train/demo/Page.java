package org.mvit4j.train.demo;

import java.util.Base64;

/** Small pieces of a self-contained page, for wide and narrow, light and dark screens. */
public final class Page {

    private static final int COLOURS = 6;

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1d2329; --soft: #667079; --line: #e3e6e9; --card: #fff;
              --page: #f6f7f8; --c0: #1f6fb5; --c1: #d9691e; --c2: #2b8a57; --c3: #b03a5b; --c4: #6a51a3; --c5: #8c6d31 }
            @media (prefers-color-scheme: dark) { :root { --ink: #e8ebee; --soft: #98a2ab; --line: #343b42; --card: #20262b;
              --page: #15191d; --c0: #62a8e5; --c1: #f0904d; --c2: #5bbf8a; --c3: #e47a98; --c4: #a893e0; --c5: #cfae66 } }
            * { box-sizing: border-box } body { font: 15px/1.55 system-ui, sans-serif; color: var(--ink);
              background: var(--page); max-width: 1120px; margin: 0 auto; padding: 2.5em 1.2em 4em }
            h1 { font-size: 1.9em; line-height: 1.2; margin: 0 0 .2em } h2 { margin: 2.4em 0 .7em; font-size: 1.3em }
            h3 { font-size: 1em; margin: 0 0 .6em } p { margin: .3em 0 .9em } a { color: var(--c0) }
            .lead, figcaption, .note { color: var(--soft) } .card { background: var(--card); border: 1px solid var(--line);
              border-radius: 10px; padding: 1em 1.1em; min-width: 0 }
            @media (min-width: 880px) { .tall { grid-row: span 2 } } .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 14px }
            .numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 14px; margin: 1.4em 0 }
            .big { font-size: 2.3em; font-weight: 650; line-height: 1.15; font-variant-numeric: tabular-nums }
            .big small { display: block; font-size: .37em; font-weight: 400; color: var(--soft) }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
            th, td { padding: .28em .5em; text-align: right; border-bottom: 1px solid var(--line) } th { font-weight: 600 }
            th:first-child, td:first-child { text-align: left } tr:last-child td { border-bottom: 0 }
            .bar { width: 30% } .bar i { display: block; height: .55em; border-radius: 3px; margin: 2px 0 }
            svg { display: block; width: 100%; height: auto } svg text { fill: var(--soft); font: 11px system-ui, sans-serif }
            .frame { stroke: var(--line); stroke-width: 1 } .curve { fill: none; stroke-width: 2; stroke-linejoin: round }
            .legend { display: flex; flex-wrap: wrap; gap: .2em 1.1em; font-size: .87em; margin-top: .5em }
            .legend i { display: inline-block; width: .8em; height: .8em; border-radius: 3px; margin-right: .45em }
            .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 8px } .pair img { width: 100%; border-radius: 5px;
              display: block; aspect-ratio: 4 / 3; object-fit: contain; background: var(--page) }
            figure { margin: 0 } figcaption { font-size: .87em; margin-top: .5em } .pair span { font-size: .8em;
              color: var(--soft) } pre { background: var(--card); border: 1px solid var(--line); padding: 1em 1.1em;
              border-radius: 10px; overflow-x: auto; font-size: .87em; line-height: 1.7 } .miss { color: var(--c3) }
            """;

    private final StringBuilder body = new StringBuilder();
    private final StringBuilder style = new StringBuilder(STYLE);

    /** Adds rules of style that this page alone needs. */
    public Page style(String css) {
        style.append(css);
        return this;
    }

    /** Adds HTML as it is. */
    public Page raw(String html) {
        body.append(html).append('\n');
        return this;
    }

    /** Adds a heading. */
    public Page heading(String text) {
        return raw("<h2>" + escape(text) + "</h2>");
    }

    /** Adds a paragraph in a soft colour. */
    public Page note(String text) {
        return raw("<p class=\"note\">" + escape(text) + "</p>");
    }

    /** Opens a row of cards that wraps on narrow screens; {@link #endGrid} closes it. */
    public Page grid() {
        return raw("<div class=\"grid\">");
    }

    /** Closes a row of cards. */
    public Page endGrid() {
        return raw("</div>");
    }

    /** A card as high as two of its neighbours, where there is room for two columns. */
    Page tallCard(String title, String html) {
        return raw("<div class=\"card tall\"><h3>" + escape(title) + "</h3>" + html + "</div>");
    }

    /** Adds a card: a title over HTML. */
    public Page card(String title, String html) {
        return raw("<div class=\"card\"><h3>" + escape(title) + "</h3>" + html + "</div>");
    }

    /** An image that is part of the page. */
    public static String image(String type, byte[] bytes, String alt) {
        return "<img alt=\"" + escape(alt) + "\" src=\"" + uri(type, bytes) + "\">";
    }

    /** The address of a file that is part of the page. */
    public static String uri(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    /** The colour of the series of a number, as CSS names it. */
    public static String colour(int series) {
        return "var(--c" + series % COLOURS + ")";
    }

    /** Text as HTML. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** The whole page. */
    public String html(String title) {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" + escape(title)
                + "</title><style>" + style + "</style></head><body>\n" + body + "</body></html>\n";
    }
}
