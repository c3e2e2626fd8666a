package org.mvit4j.cli;

import picocli.CommandLine.Command;

/** {@code mvit config}: what models there are, what they consist of, and what they cost. */
@Command(
        name = "config",
        description = "List, resolve and count the configurations of models.",
        subcommands = {ConfigListCommand.class, ConfigShowCommand.class, ConfigParamsCommand.class},
        footer = "  mvit config show mask_rcnn_mvitv2_t_3x model.num_classes=3 model.class_names=null")
final class ConfigCommand {}
