/**
 * {@code mvit}, the command line: one class per command under {@link org.mvit4j.cli.Mvit}, the shared option mixins
 * {@link org.mvit4j.cli.CommonOptions} and {@link org.mvit4j.cli.JsonOption}, and {@link org.mvit4j.cli.Console}, the
 * only way a command speaks. Results go to standard output, everything else to standard error; what an exit status
 * means is written in {@link org.mvit4j.cli.ExitStatus}.
 */
@NullMarked
package org.mvit4j.cli;

import org.jspecify.annotations.NullMarked;
