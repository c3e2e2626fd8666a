package org.mvit4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Base of the commands: an implementation declares its options, and {@link #run(Console)} does the work and returns an
 * {@link ExitStatus}. Exceptions are not caught there; {@link Failure} turns them into a line and a status.
 */
abstract class MvitCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // injected by picocli before call()
    CommandSpec spec;

    /** Does the work. */
    abstract int run(Console console) throws Exception;

    /** To be thrown for input that cannot be used, with a message of one line. */
    final ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    @Override
    public final Integer call() throws Exception {
        Mvit root = (Mvit) spec.root().userObject();
        return run(root.console(spec.commandLine()));
    }
}
