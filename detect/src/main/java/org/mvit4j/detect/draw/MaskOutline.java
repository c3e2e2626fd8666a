package org.mvit4j.detect.draw;

import java.awt.geom.Path2D;
import org.mvit4j.coco.mask.Rle;

/**
 * The edges of a mask as closed lines, holes included.
 *
 * <p>The walk follows the cracks between foreground and background with the foreground on its right, and draws from the
 * middle of one crack to the middle of the next, which turns staircases of single pixels into straight slopes. Where two
 * foreground pixels touch at a corner only, the line keeps them apart.
 */
final class MaskOutline {

    private static final int EAST = 0;
    private static final int SOUTH = 1;
    private static final int WEST = 2;
    private static final int NORTH = 3;
    private static final int[] STEP_X = {1, 0, -1, 0};
    private static final int[] STEP_Y = {0, 1, 0, -1};

    private final boolean[] inside;
    private final int left;
    private final int top;
    private final int width;
    private final int height;
    private final boolean[] walkedEast;
    private final Path2D.Float path = new Path2D.Float(Path2D.WIND_EVEN_ODD);

    private MaskOutline(Rle mask, int left, int top, int right, int bottom) {
        this.left = left;
        this.top = top;
        this.width = right - left;
        this.height = bottom - top;
        this.inside = new boolean[width * height];
        fill(mask);
        this.walkedEast = new boolean[width * (height + 1)];
    }

    static Path2D trace(Rle mask) {
        double[] box = mask.toBbox();
        if (box[2] <= 0 || box[3] <= 0) {
            return new Path2D.Float();
        }
        int left = (int) box[0];
        int top = (int) box[1];
        MaskOutline outline = new MaskOutline(mask, left, top, left + (int) box[2], top + (int) box[3]);
        outline.walkAll();
        return outline.path;
    }

    private void fill(Rle mask) {
        int imageHeight = mask.height();
        long at = 0;
        for (int r = 0; r < mask.runs(); r++) {
            long end = at + mask.run(r);
            while ((r & 1) == 1 && at < end) {
                int x = (int) (at / imageHeight);
                int y = (int) (at % imageHeight);
                long columnEnd = Math.min(end, (x + 1L) * imageHeight);
                int count = (int) (columnEnd - at);
                for (int k = 0; k < count; k++) {
                    set(x, y + k);
                }
                at = columnEnd;
            }
            at = end;
        }
    }

    private void set(int x, int y) {
        int column = x - left;
        int row = y - top;
        if (column >= 0 && column < width && row >= 0 && row < height) {
            inside[row * width + column] = true;
        }
    }

    private boolean inside(int x, int y) {
        return x >= 0 && x < width && y >= 0 && y < height && inside[y * width + x];
    }

    /** Every closed line has a crack that runs east: background above, foreground below. */
    private void walkAll() {
        for (int y = 0; y <= height; y++) {
            for (int x = 0; x < width; x++) {
                if (inside(x, y) && !inside(x, y - 1) && !walkedEast[y * width + x]) {
                    walk(x, y);
                }
            }
        }
    }

    private void walk(int startX, int startY) {
        int x = startX;
        int y = startY;
        int direction = EAST;
        int slopeX = 0;
        int slopeY = 0;
        int middleX = 2 * x + 1;
        int middleY = 2 * y;
        path.moveTo(left + middleX / 2f, top + middleY / 2f);
        do {
            if (direction == EAST) {
                walkedEast[y * width + x] = true;
            }
            x += STEP_X[direction];
            y += STEP_Y[direction];
            direction = turn(x, y, direction);
            int nextX = 2 * x + STEP_X[direction];
            int nextY = 2 * y + STEP_Y[direction];
            boolean bends = nextX - middleX != slopeX || nextY - middleY != slopeY;
            if (bends && (slopeX | slopeY) != 0) {
                path.lineTo(left + middleX / 2f, top + middleY / 2f);
            }
            slopeX = nextX - middleX;
            slopeY = nextY - middleY;
            middleX = nextX;
            middleY = nextY;
        } while (x != startX || y != startY || direction != EAST);
        path.closePath();
    }

    /** The next direction at a corner: right if the way ahead on the right is background, left if blocked, else on. */
    private int turn(int x, int y, int direction) {
        boolean right = inside(x + rightX(direction), y + rightY(direction));
        if (!right) {
            return (direction + 1) & 3;
        }
        boolean ahead = inside(x + leftX(direction), y + leftY(direction));
        return ahead ? (direction + 3) & 3 : direction;
    }

    /** Offset, from the corner reached, of the pixel ahead on the right. */
    private static int rightX(int direction) {
        return direction == EAST || direction == NORTH ? 0 : -1;
    }

    private static int rightY(int direction) {
        return direction == EAST || direction == SOUTH ? 0 : -1;
    }

    private static int leftX(int direction) {
        return direction == EAST || direction == SOUTH ? 0 : -1;
    }

    private static int leftY(int direction) {
        return direction == SOUTH || direction == WEST ? 0 : -1;
    }
}
