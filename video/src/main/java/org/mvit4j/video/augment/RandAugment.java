package org.mvit4j.video.augment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.video.pixel.Affine;

/**
 * RandAugment on whole frames before they are cut (Cubuk et al., 2019, in the variant of timm and SlowFast): operations
 * drawn with replacement, each left out with a probability, at a magnitude with noise. Operation, magnitude and sign are
 * the same for all frames of a clip; statistics such as those of equalize are each frame's own.
 *
 * @param layers operations in a row
 * @param magnitude from 0 to 10
 * @param magnitudeStd deviation of the magnitude, drawn for each operation
 * @param probability of applying an operation
 * @param increasing whether all operations grow stronger with the magnitude; otherwise posterize and solarize grow
 *     weaker, and colour, contrast, brightness and sharpness go from less to more
 * @param interpolation of the geometric operations; null to draw one of the two for each frame
 * @param bgr whether the operations see blue as red, as SlowFast's do on Something-Something
 */
public record RandAugment(
        int layers,
        double magnitude,
        double magnitudeStd,
        double probability,
        boolean increasing,
        Affine.@Nullable Interpolation interpolation,
        boolean bgr) {

    static final double MOST = 10;

    private static final Pattern SECTION = Pattern.compile("([a-z]+)(\\d+(?:\\.\\d+)?)");
    private static final double USUAL_PROBABILITY = 0.5;

    public RandAugment {
        if (layers < 1
                || !(magnitude >= 0 && magnitude <= MOST)
                || !(magnitudeStd >= 0)
                || !(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("RandAugment of " + layers + " layers at magnitude " + magnitude
                    + " +- " + magnitudeStd + " with probability " + probability
                    + ": give at least a layer, a magnitude of 0 to 10 and a probability");
        }
    }

    /**
     * Reads timm's notation, {@code rand-m7-n4-mstd0.5-inc1}: magnitude (10 unless told), layers (2), deviation (0) and,
     * whatever number follows it, {@code inc} for increasing operations. Bicubic interpolation.
     */
    public static RandAugment parse(String policy) {
        String[] sections = policy.split("-", -1);
        if (!sections[0].equals("rand")) {
            throw unknown(policy, sections[0]);
        }
        int layers = 2;
        double magnitude = MOST;
        double deviation = 0;
        boolean increasing = false;
        for (String section : List.of(sections).subList(1, sections.length)) {
            Matcher matcher = SECTION.matcher(section);
            if (!matcher.matches()) {
                throw unknown(policy, section);
            }
            double value = Double.parseDouble(matcher.group(2));
            switch (matcher.group(1)) {
                case "m" -> magnitude = value;
                case "n" -> layers = (int) value;
                case "mstd" -> deviation = value;
                case "inc" -> increasing = true;
                default -> throw unknown(policy, section);
            }
        }
        return new RandAugment(
                layers, magnitude, deviation, USUAL_PROBABILITY, increasing, Affine.Interpolation.BICUBIC, false);
    }

    private static IllegalArgumentException unknown(String policy, String section) {
        return new IllegalArgumentException("'" + policy.replaceAll("\\p{Cntrl}", "?") + "' is no RandAugment: '"
                + section.replaceAll("\\p{Cntrl}", "?")
                + "' is not known; write it like rand-m7-n4-mstd0.5-inc1 (m, n, mstd, inc)");
    }

    /** The same on frames whose channels are taken in the other order. */
    public RandAugment onBgr() {
        return new RandAugment(layers, magnitude, magnitudeStd, probability, increasing, interpolation, true);
    }

    /** The same with another interpolation, or null for a random one. */
    public RandAugment with(Affine.@Nullable Interpolation value) {
        return new RandAugment(layers, magnitude, magnitudeStd, probability, increasing, value, bgr);
    }

    /** Draws what happens to the frames of a clip. */
    UnaryOperator<RgbImage> draw(RandomGenerator random) {
        List<UnaryOperator<RgbImage>> steps = new ArrayList<>();
        RandAugmentOp[] operations = RandAugmentOp.values();
        RandAugmentOp[] drawn = new RandAugmentOp[layers];
        for (int i = 0; i < layers; i++) {
            drawn[i] = operations[random.nextInt(operations.length)];
        }
        for (RandAugmentOp operation : drawn) {
            if (probability < 1 && random.nextDouble() > probability) {
                continue;
            }
            double level = magnitudeStd > 0 ? magnitude + magnitudeStd * random.nextGaussian() : magnitude;
            level = Math.min(MOST, Math.max(0, level));
            boolean negative = operation.signed(increasing) && random.nextDouble() > 0.5;
            steps.add(operation.at(increasing, level, negative, interpolations(random)));
        }
        if (steps.isEmpty()) {
            return frame -> frame;
        }
        return frame -> {
            RgbImage image = bgr ? swapped(frame) : frame;
            for (UnaryOperator<RgbImage> step : steps) {
                image = step.apply(image);
            }
            return bgr ? swapped(image) : image;
        };
    }

    private RandAugmentOp.Interpolations interpolations(RandomGenerator random) {
        Affine.Interpolation fixed = interpolation;
        return fixed != null
                ? () -> fixed
                : () -> random.nextBoolean() ? Affine.Interpolation.BILINEAR : Affine.Interpolation.BICUBIC;
    }

    private static RgbImage swapped(RgbImage frame) {
        byte[] pixels = frame.pixels().clone();
        for (int i = 0; i < pixels.length; i += 3) {
            byte first = pixels[i];
            pixels[i] = pixels[i + 2];
            pixels[i + 2] = first;
        }
        return new RgbImage(frame.width(), frame.height(), pixels);
    }
}
