package org.mvit4j.coco.report;

import java.util.Locale;

/** Writes SVG for a page: numbers short, text escaped, looks left to the style sheet. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    /** A drawing of this size in its own units, as wide as the page lets it. */
    Svg(double width, double height, String cssClass, String description) {
        out.append("<svg class=\"").append(cssClass).append("\" viewBox=\"0 0 ");
        out.append(number(width)).append(' ').append(number(height));
        out.append("\" role=\"img\" aria-label=\"").append(escape(description)).append("\">");
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
            }
        }
        return escaped.toString();
    }

    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "0";
        }
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceAll("\\.?0+$", "").replaceAll("^-0$", "0");
    }

    Svg line(double x1, double y1, double x2, double y2, String cssClass) {
        out.append("<line class=\"").append(cssClass).append("\" x1=\"").append(number(x1));
        out.append("\" y1=\"").append(number(y1)).append("\" x2=\"").append(number(x2));
        out.append("\" y2=\"").append(number(y2)).append("\"/>");
        return this;
    }

    /** A rectangle; {@code tip} is shown when pointed at, unless empty. */
    Svg rect(double x, double y, double width, double height, String cssClass, String tip) {
        return rect(x, y, width, height, cssClass, "", tip);
    }

    /** A rectangle with a style of its own. */
    Svg rect(double x, double y, double width, double height, String cssClass, String style, String tip) {
        out.append("<rect class=\"").append(cssClass).append("\" x=\"").append(number(x));
        out.append("\" y=\"").append(number(y)).append("\" width=\"").append(number(Math.max(0, width)));
        out.append("\" height=\"").append(number(Math.max(0, height))).append('"');
        if (!style.isEmpty()) {
            out.append(" style=\"").append(style).append('"');
        }
        return tip.isEmpty() ? raw("/>") : raw("><title>" + escape(tip) + "</title></rect>");
    }

    Svg circle(double x, double y, double radius, String cssClass) {
        out.append("<circle class=\"").append(cssClass).append("\" cx=\"").append(number(x));
        out.append("\" cy=\"")
                .append(number(y))
                .append("\" r=\"")
                .append(number(radius))
                .append("\"/>");
        return this;
    }

    Svg text(double x, double y, String cssClass, String text) {
        out.append("<text class=\"").append(cssClass).append("\" x=\"").append(number(x));
        out.append("\" y=\"")
                .append(number(y))
                .append("\">")
                .append(escape(text))
                .append("</text>");
        return this;
    }

    /** A line through points. */
    Svg path(double[] x, double[] y, String cssClass) {
        return path(x, y, cssClass, "");
    }

    /** A line through points, with a style of its own; points that are not numbers interrupt it. */
    Svg path(double[] x, double[] y, String cssClass, String style) {
        out.append("<path class=\"").append(cssClass).append('"');
        if (!style.isEmpty()) {
            out.append(" style=\"").append(style).append('"');
        }
        out.append(" d=\"");
        boolean pen = false;
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(y[i])) {
                pen = false;
                continue;
            }
            out.append(pen ? 'L' : 'M').append(number(x[i])).append(' ').append(number(y[i]));
            pen = true;
        }
        return raw("\"/>");
    }

    Svg raw(String text) {
        out.append(text);
        return this;
    }

    @Override
    public String toString() {
        return out + "</svg>";
    }
}
