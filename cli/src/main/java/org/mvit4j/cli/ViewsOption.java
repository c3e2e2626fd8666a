package org.mvit4j.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Mixin for commands that look at videos in several views. */
final class ViewsOption {

    private static final Pattern VIEWS = Pattern.compile("(\\d{1,3})x([13])");

    @Option(names = "--views", paramLabel = "CLIPSxCROPS", description = "Views instead of the published ones: 5x3.")
    @Nullable
    String text;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // injected by picocli
    CommandSpec spec;

    /** Views of a video. */
    record Views(int clips, int crops) {}

    /** The views that were asked for, or null for the published ones. */
    @Nullable
    Views views() {
        if (text == null) {
            return null;
        }
        Matcher numbers = VIEWS.matcher(text);
        if (!numbers.matches() || Integer.parseInt(numbers.group(1)) < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--views " + text + ": give clips x crops with 1 or 3 crops, such as 5x1 or 4x3");
        }
        return new Views(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
    }
}
