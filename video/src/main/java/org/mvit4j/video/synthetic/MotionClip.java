package org.mvit4j.video.synthetic;

import java.util.random.RandomGenerator;
import org.mvit4j.data.image.RgbImage;

/**
 * A drawn clip: a scene whose phases start anywhere, all equally likely, and one of which moves at an even pace.
 *
 * <p>Phases lie on circles, so that a phase that has moved is as evenly distributed as it was: the picture at any one
 * time has the same distribution whatever the motion. Played backwards, a clip is one of {@link Motion#reversed}, and as
 * likely as that.
 */
public final class MotionClip {

    private static final double SLOWEST = 0.75;

    private final MotionScene scene;
    private final Motion motion;
    private final double[] start;
    private final double step;
    private final int frames;
    private final long grainSeed;

    private MotionClip(MotionScene scene, Motion motion, double[] start, double step, int frames, long grainSeed) {
        this.scene = scene;
        this.motion = motion;
        this.start = start;
        this.step = step;
        this.frames = frames;
        this.grainSeed = grainSeed;
    }

    /**
     * Draws what a clip shows; the motion has no influence on what is drawn from {@code random}.
     *
     * @param side of the square pictures
     * @param frames number of pictures
     */
    static MotionClip draw(Motion motion, int side, int frames, RandomGenerator random) {
        MotionScene scene = new MotionScene(side, random);
        double[] start = new double[MotionScene.PHASES];
        for (int i = 0; i < start.length; i++) {
            start[i] = random.nextDouble();
        }
        double pace = SLOWEST + (1 - SLOWEST) * random.nextDouble();
        return new MotionClip(scene, motion, start, pace * fastest(motion), frames, random.nextLong());
    }

    /**
     * The change of the phase from frame to frame, a fifth of a turn at most, so that no step can be taken for its
     * opposite.
     */
    private static double fastest(Motion motion) {
        return switch (motion.axis()) {
            case 0, 1 -> 0.08;
            case 2 -> 0.2;
            default -> 0.11;
        };
    }

    /** What it shows. */
    public Motion motion() {
        return motion;
    }

    /** Number of frames. */
    public int frames() {
        return frames;
    }

    /** The phases of a frame, not reduced to [0, 1). */
    double[] phases(int frame) {
        double[] phases = start.clone();
        phases[motion.axis()] += motion.sign() * step * frame;
        return phases;
    }

    /** Draws a frame. */
    public RgbImage frame(int index) {
        if (index < 0 || index >= frames) {
            throw new IndexOutOfBoundsException("there is no frame " + index + " of " + frames);
        }
        return scene.draw(phases(index), grainSeed + index);
    }

    /** The same scene and pace, moving otherwise from the same start. */
    MotionClip with(Motion other) {
        double own = step / fastest(motion);
        return new MotionClip(scene, other, start, own * fastest(other), frames, grainSeed);
    }

    /** The same from another start. */
    MotionClip from(double[] phases) {
        return new MotionClip(scene, motion, phases.clone(), step, frames, grainSeed);
    }
}
