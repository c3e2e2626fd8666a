package org.mvit4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mvit video}: classifying videos, and video models from image models. */
@Command(
        name = "video",
        description =
                "Classify videos with MViT, ViViT or TimeSformer, train and test such models, and make them from image models.",
        subcommands = {
            VideoClassifyCommand.class,
            VideoTrainCommand.class,
            VideoEvalCommand.class,
            VideoDemoCommand.class,
            VideoInflateCommand.class,
            VideoModelsCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = "  mvit video classify clip.mp4 --weights mvit_v2_s.pth")
final class VideoCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli before run()
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no video command given");
    }
}
