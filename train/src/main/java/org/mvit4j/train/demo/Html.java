package org.mvit4j.train.demo;

import java.util.Base64;

/** Small pieces of a self-contained page. */
final class Html {

    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 1080px; margin: 2em auto; padding: 0 1em }
            h1 { font-size: 1.7em; margin-bottom: .2em } h2 { margin-top: 1.8em; font-size: 1.25em }
            .lead { color: #555 } table { border-collapse: collapse; margin: .8em 0 }
            th, td { padding: .25em .8em; text-align: right; border-bottom: 1px solid #ddd } th:first-child,
            td:first-child { text-align: left } .big { font-size: 2.2em; font-weight: 600; margin-right: 1.2em }
            .big small { display: block; font-size: .4em; font-weight: 400; color: #666 }
            .numbers { display: flex; flex-wrap: wrap; margin: 1em 0 } img { max-width: 100% }
            .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(480px, 1fr)); gap: 14px }
            .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 6px } .pair img { width: 100%; border-radius: 4px }
            figure { margin: 0 } figcaption { color: #666; font-size: .85em }
            pre { background: #f4f4f2; padding: .8em 1em; border-radius: 6px; overflow-x: auto }
            """;

    private final StringBuilder body = new StringBuilder();

    Html raw(String html) {
        body.append(html).append('\n');
        return this;
    }

    Html heading(String text) {
        return raw("<h2>" + escape(text) + "</h2>");
    }

    Html paragraph(String text) {
        return raw("<p>" + escape(text) + "</p>");
    }

    Html png(byte[] bytes, String caption) {
        return raw("<figure>" + image("image/png", bytes, caption) + "</figure>");
    }

    static String image(String type, byte[] bytes, String alt) {
        return "<img alt=\"" + escape(alt) + "\" src=\"data:" + type + ";base64,"
                + Base64.getEncoder().encodeToString(bytes) + "\">";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    String page(String title) {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escape(title)
                + "</title><style>" + STYLE + "</style></head><body>\n" + body + "</body></html>\n";
    }
}
