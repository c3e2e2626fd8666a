package org.mvit4j.data.transform;

import org.mvit4j.data.image.RgbImage;

/** Pillow's resampling written for reading: one whole pass per axis, one loop per pixel. */
final class PlainResize {

    private PlainResize() {}

    static RgbImage resize(RgbImage image, int width, int height, ResizeFilter filter) {
        return transpose(rows(transpose(rows(image, width, filter)), height, filter));
    }

    private static RgbImage rows(RgbImage image, int width, ResizeFilter filter) {
        if (width == image.width()) {
            return image;
        }
        double scale = (double) image.width() / width;
        double stretch = Math.max(scale, 1);
        double reach = filter.support() * stretch;
        RgbImage out = RgbImage.black(width, image.height());
        for (int o = 0; o < width; o++) {
            double centre = (o + 0.5) * scale;
            int from = Math.max((int) (centre - reach + 0.5), 0);
            int to = Math.min((int) (centre + reach + 0.5), image.width());
            double sum = 0;
            for (int x = from; x < to; x++) {
                sum += filter.weight((x - centre + 0.5) * (1 / stretch));
            }
            for (int y = 0; y < image.height(); y++) {
                for (int c = 0; c < 3; c++) {
                    int total = 1 << 21;
                    for (int x = from; x < to; x++) {
                        double weight = filter.weight((x - centre + 0.5) * (1 / stretch)) / sum;
                        int fixed = (int) (Math.signum(weight) * 0.5 + weight * (1 << 22));
                        total += (image.pixels()[3 * (y * image.width() + x) + c] & 0xff) * fixed;
                    }
                    out.pixels()[3 * (y * width + o) + c] = (byte) Math.max(0, Math.min(255, total >> 22));
                }
            }
        }
        return out;
    }

    private static RgbImage transpose(RgbImage image) {
        RgbImage out = RgbImage.black(image.height(), image.width());
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                System.arraycopy(
                        image.pixels(), 3 * (y * image.width() + x), out.pixels(), 3 * (x * image.height() + y), 3);
            }
        }
        return out;
    }
}
