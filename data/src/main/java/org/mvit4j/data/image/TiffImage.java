package org.mvit4j.data.image;

import java.awt.image.BufferedImage;
import java.io.IOException;

/** The first page of a TIFF. */
final class TiffImage implements EncodedImage {

    private static final int PALETTE = 3;
    private static final int SEPARATED = 5;

    private final byte[] bytes;
    private final TiffTags tags;
    private final ImageSize size;

    private TiffImage(byte[] bytes, TiffTags tags, ImageSize size) {
        this.bytes = bytes;
        this.tags = tags;
        this.size = size;
    }

    static TiffImage open(byte[] bytes) throws IOException {
        TiffTags tags = TiffTags.read(bytes);
        ImageSize size = new ImageSize(
                Bytes.side(tags.get(TiffTags.WIDTH, 0), "width"), Bytes.side(tags.get(TiffTags.HEIGHT, 0), "height"));
        long tile = (long) tags.get(TiffTags.TILE_WIDTH, 1) * tags.get(TiffTags.TILE_HEIGHT, 1);
        if (tile < 1 || tile > Math.max(1 << 24, 4 * size.pixels())) {
            throw new IOException("the TIFF has tiles of " + tile + " pixels for a picture of " + size);
        }
        return new TiffImage(bytes, tags, size);
    }

    @Override
    public ImageSize size() {
        return size;
    }

    @Override
    public Orientation orientation() {
        return Orientation.ofExif(tags.get(TiffTags.ORIENTATION, 1));
    }

    @Override
    public RgbImage decode() throws IOException {
        SpliceImageInput stream = SpliceImageInput.whole(bytes);
        BufferedImage decoded = JdkCodec.use("tiff", stream, reader -> reader.read(0));
        if (stream.exhausted()) {
            throw new IOException("the TIFF is truncated");
        }
        return switch (tags.get(TiffTags.PHOTOMETRIC, -1)) {
            case SEPARATED -> RasterToRgb.ofCmyk(decoded.getRaster());
            case PALETTE -> RasterToRgb.ofPalette(decoded.getRaster(), palette());
            default -> RasterToRgb.ofFile(decoded);
        };
    }

    /** 0xRRGGBB of the high bytes; the map holds all reds, then all greens, then all blues. */
    private int[] palette() {
        int[] map = tags.getAll(TiffTags.COLOR_MAP);
        int colours = map.length / 3;
        int[] palette = new int[256];
        for (int i = 0; i < colours; i++) {
            palette[i] = map[i] >> 8 << 16 | map[colours + i] >> 8 << 8 | map[2 * colours + i] >> 8;
        }
        return palette;
    }
}
