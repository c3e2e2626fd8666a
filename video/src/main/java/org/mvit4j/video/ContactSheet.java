package org.mvit4j.video;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.nn.io.Draft;
import org.mvit4j.video.clip.FrameSource;

/** A picture of what a classifier saw: frames of the middle view with their times, and the best classes as bars. */
public final class ContactSheet {

    private static final int COLUMNS = 4;
    private static final int TILE = 240;
    private static final int GAP = 8;
    private static final int BAR = 26;
    private static final int MAX_TILES = 16;

    private ContactSheet() {}

    /** Draws the sheet of a classified video. */
    public static BufferedImage draw(FrameSource video, VideoClassification result) throws IOException {
        int[] seen = result.frames().get(result.frames().size() / 2);
        int count = Math.min(seen.length, MAX_TILES);
        int[] shown = IntStream.range(0, count)
                .map(i -> seen[count == 1 ? 0 : i * (seen.length - 1) / (count - 1)])
                .toArray();
        List<BufferedImage> tiles = video.read(shown, ContactSheet::tile);
        int tileHeight = tiles.stream().mapToInt(BufferedImage::getHeight).max().orElse(TILE);
        int rows = (count + COLUMNS - 1) / COLUMNS;
        int width = COLUMNS * (TILE + GAP) + GAP;
        int head = GAP + BAR * (result.top().size() + 1);
        BufferedImage sheet =
                new BufferedImage(width, head + rows * (tileHeight + GAP) + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, sheet.getHeight());
        header(g, result, width);
        for (int i = 0; i < count; i++) {
            int x = GAP + i % COLUMNS * (TILE + GAP);
            int y = head + i / COLUMNS * (tileHeight + GAP);
            g.drawImage(tiles.get(i), x, y, null);
            label(g, x, y, String.format(Locale.ROOT, "#%d  %.2f s", shown[i], shown[i] / result.frameRate()));
        }
        g.dispose();
        return sheet;
    }

    private static void header(Graphics2D g, VideoClassification result, int width) {
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        g.setColor(Color.BLACK);
        Path name = Path.of(result.video()).getFileName();
        g.drawString(String.valueOf(name), GAP, GAP + 16);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        int top = GAP + BAR;
        for (VideoClassification.Score score : result.top()) {
            int length = (int) Math.round(score.probability() * (width - 320));
            g.setColor(new Color(0x4C, 0x78, 0xA8));
            g.fillRect(280, top, Math.max(1, length), BAR - 8);
            g.setColor(Color.BLACK);
            g.drawString(score.name(), GAP, top + 14);
            g.drawString(String.format(Locale.ROOT, "%.1f%%", 100 * score.probability()), 284 + length, top + 14);
            top += BAR;
        }
    }

    private static void label(Graphics2D g, int x, int y, String text) {
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        g.setColor(new Color(0, 0, 0, 150));
        g.fillRect(x, y, g.getFontMetrics().stringWidth(text) + 8, 16);
        g.setColor(Color.WHITE);
        g.drawString(text, x + 4, y + 12);
    }

    private static BufferedImage tile(RgbImage frame) {
        int height = Math.max(1, (int) Math.round((double) frame.height() * TILE / frame.width()));
        int limited = Math.min(height, 2 * TILE);
        BufferedImage tile = new BufferedImage(TILE, limited, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = tile.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        int width = limited < height ? TILE * limited / height : TILE;
        g.drawImage(frame.toBufferedImage(), (TILE - width) / 2, 0, width, limited, null);
        g.dispose();
        return tile;
    }

    /** Writes a sheet as PNG; an older file is replaced at the end. */
    public static void write(BufferedImage sheet, Path file) throws IOException {
        Path temporary = Draft.file(file);
        try {
            ImageIO.write(sheet, "png", temporary.toFile());
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
