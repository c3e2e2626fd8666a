package org.mvit4j.cli;

import picocli.CommandLine.Command;

/** {@code mvit data}: what is in a data set, and what is wrong with it. */
@Command(
        name = "data",
        description = "Check and describe COCO-format data sets.",
        subcommands = {DataCheckCommand.class, DataStatsCommand.class},
        footer = "  mvit data check coco --split val")
final class DataCommand {}
