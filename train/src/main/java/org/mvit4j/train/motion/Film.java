package org.mvit4j.train.motion;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.mvit4j.detect.draw.PictureWriter;
import org.mvit4j.train.demo.Page;

/** Clips in a page: one that plays, or its frames in a row. */
final class Film {

    /** What a page with films needs. */
    static final String STYLE = """
            .films { display: grid; grid-template-columns: repeat(8, 1fr); gap: 12px; margin: 1em 0 1.6em }
            @media (max-width: 800px) { .films { grid-template-columns: repeat(4, 1fr) } }
            .film div { aspect-ratio: 1; border-radius: 8px } .film b { color: var(--ink) } .film .miss { display: block }
            @keyframes play { to { background-position: 100% 0 } }
            @media (prefers-reduced-motion: reduce) { .film div { animation: none !important } }
            .strip img { width: 100%; border-radius: 8px; display: block }
            """;

    private static final double FRAMES_PER_SECOND = 7;

    private Film() {}

    /** The frames side by side behind a window that steps along them. */
    static String playing(List<BufferedImage> frames, String title, String note) throws IOException {
        int n = frames.size();
        return String.format(
                Locale.ROOT,
                "<figure class=\"film\"><div style=\"background-image:url(%s);background-size:%d%% 100%%;"
                        + "animation:play %.2fs steps(%d,jump-none) infinite\" role=\"img\" aria-label=\"%s\"></div>"
                        + "<figcaption><b>%s</b> <span class=\"miss\">%s</span></figcaption></figure>",
                Page.uri("image/jpeg", PictureWriter.jpeg(row(frames, 0))),
                100 * n,
                n / FRAMES_PER_SECOND,
                n,
                Page.escape(title),
                Page.escape(title),
                Page.escape(note));
    }

    /** The frames in a row, time from left to right. */
    static String strip(List<BufferedImage> frames, String alt) throws IOException {
        int gap = frames.get(0).getWidth() / 24;
        return "<div class=\"strip\">" + Page.image("image/png", PictureWriter.png(row(frames, gap)), alt) + "</div>";
    }

    private static BufferedImage row(List<BufferedImage> frames, int gap) {
        int w = frames.get(0).getWidth();
        int h = frames.get(0).getHeight();
        int type = gap == 0 ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB;
        BufferedImage all = new BufferedImage(frames.size() * (w + gap) - gap, h, type);
        Graphics2D g = all.createGraphics();
        for (int i = 0; i < frames.size(); i++) {
            g.drawImage(frames.get(i), i * (w + gap), 0, null);
        }
        g.dispose();
        return all;
    }
}
