package org.mvit4j.data.image;

import com.drew.imaging.tiff.TiffProcessingException;
import com.drew.imaging.tiff.TiffReader;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.RandomAccessReader;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.tiff.DirectoryTiffHandler;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A few integer tags of the first directory of a TIFF structure, which is also what EXIF is.
 *
 * <p>Only those tags are read, and no directory beyond the first is entered: maker notes, thumbnails and profiles of
 * untrusted files stay untouched.
 */
final class TiffTags {

    static final int WIDTH = 0x100;
    static final int HEIGHT = 0x101;
    static final int PHOTOMETRIC = 0x106;
    static final int ORIENTATION = 0x112;
    static final int COLOR_MAP = 0x140;
    static final int TILE_WIDTH = 0x142;
    static final int TILE_HEIGHT = 0x143;

    private static final Set<Integer> WANTED =
            Set.of(WIDTH, HEIGHT, PHOTOMETRIC, ORIENTATION, COLOR_MAP, TILE_WIDTH, TILE_HEIGHT);

    /** A palette of 256 colours, three 16-bit values each. */
    private static final int MAX_BYTES = 3 * 256 * 2;

    private final @Nullable Directory directory;

    private TiffTags(@Nullable Directory directory) {
        this.directory = directory;
    }

    static TiffTags read(byte[] tiff) throws IOException {
        Metadata metadata = new Metadata();
        try {
            new TiffReader().processTiff(new ByteArrayReader(tiff), new FirstDirectory(metadata), 0);
        } catch (TiffProcessingException | RuntimeException e) {
            throw new IOException("its TIFF directory cannot be read", e);
        }
        return new TiffTags(metadata.getFirstDirectoryOfType(ExifIFD0Directory.class));
    }

    int get(int tag, int absent) {
        Integer value = directory == null ? null : directory.getInteger(tag);
        return value == null ? absent : value;
    }

    int[] getAll(int tag) {
        int[] values = directory == null ? null : directory.getIntArray(tag);
        return values == null ? new int[0] : values;
    }

    private static final class FirstDirectory extends DirectoryTiffHandler {

        FirstDirectory(Metadata metadata) {
            super(metadata, null);
            pushDirectory(ExifIFD0Directory.class);
        }

        @Override
        public void setTiffMarker(int marker) {}

        @Override
        public boolean tryEnterSubIfd(int tag) {
            return false;
        }

        @Override
        public boolean hasFollowerIfd() {
            return false;
        }

        @Override
        public @Nullable Long tryCustomProcessFormat(int tag, int format, long components) {
            return null;
        }

        @Override
        public boolean customProcessTag(
                int tagOffset, Set<Integer> seen, int tiffStart, RandomAccessReader reader, int tag, int byteCount) {
            return !WANTED.contains(tag) || byteCount > MAX_BYTES;
        }
    }
}
