package org.mvit4j.video.explain;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.mvit4j.data.batch.Normalization;
import org.mvit4j.video.clip.ClipReader;

/**
 * A picture of what a classifier looked at: the crops that it saw, one for each frame of tokens, under their heat, with
 * the frame's share of it, and the scale.
 */
public final class RolloutSheet {

    private static final int COLUMNS = 4;
    private static final int MAX_TILES = 16;
    private static final int TILE = 224;
    private static final int GAP = 8;
    private static final int LINE = 20;
    private static final int CAPTION = 18;
    private static final int SCALE = 160;

    private final ClipReader.View view;
    private final int crop;
    private final Normalization pixels;
    private final double frameRate;

    /**
     * @param view the frames as the model saw them
     * @param crop which of their crops
     * @param pixels what the crops' values mean
     * @param frameRate frames per second of the video
     */
    public RolloutSheet(ClipReader.View view, int crop, Normalization pixels, double frameRate) {
        this.view = view;
        this.crop = crop;
        this.pixels = pixels;
        this.frameRate = frameRate;
    }

    /** Draws the sheet; the header's first line is bold. */
    public BufferedImage draw(AttentionRollout rollout, List<String> header) {
        HeatMap heat = new HeatMap(rollout);
        int frames = rollout.frames().length;
        int count = Math.min(frames, MAX_TILES);
        int[] shown = IntStream.range(0, count)
                .map(i -> count == 1 ? 0 : i * (frames - 1) / (count - 1))
                .toArray();
        int columns = Math.max(2, Math.min(COLUMNS, count)); // the header needs some width
        int rows = (count + columns - 1) / columns;
        int top = GAP + LINE * header.size();
        int width = columns * (TILE + GAP) + GAP;
        int height = top + rows * (TILE + CAPTION + GAP) + LINE + 2 * GAP;
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, height);
        header(g, header);
        for (int i = 0; i < count; i++) {
            int x = GAP + i % columns * (TILE + GAP);
            int y = top + i / columns * (TILE + CAPTION + GAP);
            tile(g, heat, rollout.frames()[shown[i]], shown[i], x, y);
        }
        scale(g, heat, rollout.cls(), height - LINE - GAP / 2, width);
        g.dispose();
        return sheet;
    }

    private static void header(Graphics2D g, List<String> lines) {
        g.setColor(Color.BLACK);
        for (int i = 0; i < lines.size(); i++) {
            g.setFont(new Font(Font.SANS_SERIF, i == 0 ? Font.BOLD : Font.PLAIN, i == 0 ? 14 : 12));
            g.drawString(lines.get(i), GAP, GAP + LINE * i + 13);
        }
    }

    private void tile(Graphics2D g, HeatMap heat, int clipFrame, int tokenFrame, int x, int y) {
        g.drawImage(heat.over(picture(clipFrame), tokenFrame), x, y, TILE, TILE, null);
        int frame = view.indices()[clipFrame];
        g.setColor(Color.BLACK);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        g.drawString(String.format(Locale.ROOT, "#%d  %.2f s", frame, frame / frameRate), x, y + TILE + 13);
        String share = String.format(Locale.ROOT, "%.1f%% of the heat", 100 * heat.share(tokenFrame));
        g.drawString(share, x + TILE - g.getFontMetrics().stringWidth(share), y + TILE + 13);
    }

    private static void scale(Graphics2D g, HeatMap heat, double cls, int y, int width) {
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        g.setColor(Color.BLACK);
        String low = String.format(Locale.ROOT, "%.2f", heat.low());
        g.drawString(low, GAP, y + 12);
        int x = GAP + g.getFontMetrics().stringWidth(low) + 6;
        for (int i = 0; i < SCALE; i++) {
            g.setColor(new Color(HeatColors.rgb((double) i / (SCALE - 1))));
            g.fillRect(x + i, y, 1, 14);
        }
        g.setColor(Color.BLACK);
        g.drawString(String.format(Locale.ROOT, "%.2f times the average patch", heat.high()), x + SCALE + 6, y + 12);
        String rest = String.format(Locale.ROOT, "attention rollout; %.0f%% stays on the cls token", 100 * cls);
        if (cls > 0) {
            g.drawString(rest, width - GAP - g.getFontMetrics().stringWidth(rest), y + 12);
        }
    }

    /** The crop's values as pixels again. */
    private BufferedImage picture(int frame) {
        float[] values = view.crops().get(frame)[crop];
        int plane = values.length / 3;
        int side = (int) Math.round(Math.sqrt(plane));
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                int channel = pixels.bgr() ? 2 - c : c;
                float value = (values[channel * plane + i] * pixels.std()[channel] + pixels.mean()[channel])
                        * pixels.divisor();
                rgb = rgb << 8 | Math.max(0, Math.min(255, Math.round(value)));
            }
            picture.setRGB(i % side, i / side, rgb);
        }
        return picture;
    }
}
