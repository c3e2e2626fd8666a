package org.mvit4j.coco.eval;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.data.IdSpace;

/**
 * Matches as bytes: a magic number, the parameters, the columns. Reading trusts nothing: lengths are grown into rather
 * than allocated, and every index is checked.
 */
final class MatchesFormat {
    private static final long MAGIC = 0x6d76_6974_636f_0001L;
    private static final int STEP = 1 << 16;

    private MatchesFormat() {}

    static void write(Matches matches, OutputStream stream) throws IOException {
        for (long id : matches.imageIds) {
            if (IdSpace.isName(id)) {
                throw new IllegalArgumentException("matches of images whose ids are not integers cannot be written");
            }
        }
        DataOutputStream out = new DataOutputStream(stream);
        EvalParams params = matches.params();
        out.writeLong(MAGIC);
        out.writeUTF(params.protocol().name());
        out.writeUTF(params.iouType().key());
        doubles(out, params.iouThresholds());
        doubles(out, params.recallThresholds());
        out.writeInt(params.areas().size());
        for (AreaRange area : params.areas()) {
            byte[] label = area.label().getBytes(StandardCharsets.UTF_8);
            out.writeInt(label.length);
            out.write(label);
            out.writeDouble(area.low());
            out.writeDouble(area.high());
        }
        ints(out, params.maxDetections(), params.maxDetections().length);
        out.writeBoolean(params.useCategories());
        doubles(out, params.sigmas());
        out.writeDouble(params.boundaryRatio());
        out.writeBoolean(params.halfOpenAreas());

        MatchColumns c = matches.columns;
        longs(out, matches.imageIds, matches.imageIds.length);
        longs(out, matches.categories, matches.categories.length);
        ints(out, c.cellImage, c.cells);
        ints(out, c.cellCategory, c.cells);
        ints(out, c.cellDetections, c.cells);
        ints(out, c.cellCandidates, c.cells);
        ints(out, c.objects, c.cells * c.areas);
        out.writeInt(c.detections);
        for (int d = 0; d < c.detections; d++) {
            out.writeLong(Double.doubleToRawLongBits(c.score[d]));
        }
        longs(out, c.outside, c.detections);
        ints(out, c.candidate, c.candidates);
        longs(out, c.fate, c.candidates * c.areas * 2 * c.words);
        out.flush();
    }

    static Matches read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        try {
            require(in.readLong() == MAGIC, "these are not matches, or of another version");
            EvalParams.Protocol protocol = EvalParams.Protocol.valueOf(in.readUTF());
            EvalParams params = params(
                    in, EvalParams.of(IouType.of(in.readUTF())).toBuilder().protocol(protocol));
            long[] images = longs(in);
            long[] categories = longs(in);
            return columns(in, params, images, categories);
        } catch (EOFException e) {
            throw new IOException("the matches are cut off", e);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException("the matches are damaged: " + e.getMessage(), e);
        }
    }

    private static EvalParams params(DataInputStream in, EvalParams.Builder builder) throws IOException {
        builder.iouThresholds(doubles(in)).recallThresholds(doubles(in));
        List<AreaRange> areas = new ArrayList<>();
        int count = in.readInt();
        require(count > 0 && count <= Long.SIZE, "a wrong number of area ranges");
        for (int a = 0; a < count; a++) {
            int length = in.readInt();
            require(length >= 0 && length <= STEP, "an area label is too long");
            byte[] label = new byte[length];
            in.readFully(label);
            areas.add(new AreaRange(new String(label, StandardCharsets.UTF_8), in.readDouble(), in.readDouble()));
        }
        return builder.areas(areas)
                .maxDetections(ints(in))
                .useCategories(in.readBoolean())
                .sigmas(doubles(in))
                .boundaryRatio(in.readDouble())
                .halfOpenAreas(in.readBoolean())
                .build();
    }

    private static Matches columns(DataInputStream in, EvalParams params, long[] images, long[] categories)
            throws IOException {
        MatchColumns c = new MatchColumns(params.areas().size(), CellMatcher.words(params.iouThresholds().length));
        c.cellImage = ints(in);
        c.cells = c.cellImage.length;
        c.cellCategory = ints(in);
        c.cellDetections = ints(in);
        c.cellCandidates = ints(in);
        c.objects = ints(in);
        long[] scores = longs(in);
        c.detections = scores.length;
        c.score = new double[scores.length];
        for (int d = 0; d < scores.length; d++) {
            c.score[d] = Double.longBitsToDouble(scores[d]);
        }
        c.outside = longs(in);
        c.candidate = ints(in);
        c.candidates = c.candidate.length;
        c.fate = longs(in);
        check(c, images, categories);
        return new Matches(params, images, categories, c);
    }

    private static void check(MatchColumns c, long[] images, long[] categories) throws IOException {
        require(
                c.cellCategory.length == c.cells
                        && c.cellDetections.length == c.cells
                        && c.cellCandidates.length == c.cells
                        && c.objects.length == (long) c.cells * c.areas
                        && c.outside.length == c.detections
                        && c.fate.length == (long) c.candidates * c.areas * 2 * c.words,
                "columns differ in length");
        for (int i = 1; i < images.length; i++) {
            require(images[i] > images[i - 1], "image ids are not ascending");
        }
        long detections = 0;
        long candidates = 0;
        for (int cell = 0; cell < c.cells; cell++) {
            require(
                    c.cellImage[cell] >= 0
                            && c.cellImage[cell] < images.length
                            && c.cellCategory[cell] >= 0
                            && c.cellCategory[cell] < categories.length
                            && c.cellDetections[cell] >= 0
                            && c.cellCandidates[cell] >= 0
                            && (cell == 0 || c.cellImage[cell] >= c.cellImage[cell - 1]),
                    "a cell is out of range");
            detections += c.cellDetections[cell];
            for (int k = 0; k < c.cellCandidates[cell]; k++) {
                require(candidates + k < c.candidates, "a candidate is missing");
                int rank = c.candidate[(int) candidates + k];
                int before = k == 0 ? -1 : c.candidate[(int) candidates + k - 1];
                require(rank > before && rank < c.cellDetections[cell], "a candidate is out of range");
            }
            candidates += c.cellCandidates[cell];
        }
        require(detections == c.detections && candidates == c.candidates, "cells do not add up");
    }

    private static void require(boolean holds, @Nullable String fact) throws IOException {
        if (!holds) {
            throw new IOException("the matches are damaged: " + fact);
        }
    }

    private static void doubles(DataOutputStream out, double[] values) throws IOException {
        out.writeInt(values.length);
        for (double v : values) {
            out.writeLong(Double.doubleToRawLongBits(v));
        }
    }

    private static double[] doubles(DataInputStream in) throws IOException {
        long[] bits = longs(in);
        double[] values = new double[bits.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.longBitsToDouble(bits[i]);
        }
        return values;
    }

    private static void longs(DataOutputStream out, long[] values, int n) throws IOException {
        out.writeInt(n);
        for (int i = 0; i < n; i++) {
            out.writeLong(values[i]);
        }
    }

    private static long[] longs(DataInputStream in) throws IOException {
        int n = in.readInt();
        require(n >= 0, "a negative length");
        long[] values = new long[Math.min(n, STEP)];
        for (int i = 0; i < n; i++) {
            if (i == values.length) {
                values = Arrays.copyOf(values, (int) Math.min(n, 2L * i));
            }
            values[i] = in.readLong();
        }
        return values;
    }

    private static void ints(DataOutputStream out, int[] values, int n) throws IOException {
        out.writeInt(n);
        for (int i = 0; i < n; i++) {
            out.writeInt(values[i]);
        }
    }

    private static int[] ints(DataInputStream in) throws IOException {
        int n = in.readInt();
        require(n >= 0, "a negative length");
        int[] values = new int[Math.min(n, STEP)];
        for (int i = 0; i < n; i++) {
            if (i == values.length) {
                values = Arrays.copyOf(values, (int) Math.min(n, 2L * i));
            }
            values[i] = in.readInt();
        }
        return values;
    }
}
