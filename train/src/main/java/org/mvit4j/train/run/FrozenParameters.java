package org.mvit4j.train.run;

import java.util.List;
import org.mvit4j.nn.NamedBlock;

/** Parameters that a run does not train. */
public final class FrozenParameters {

    private FrozenParameters() {}

    /** Freezes the parameters whose names start with one of the prefixes; a prefix of no name is refused. */
    public static void freeze(NamedBlock block, List<String> prefixes) {
        for (String prefix : prefixes) {
            boolean[] any = {false};
            block.namedParameters().forEach((name, parameter) -> {
                if (name.startsWith(prefix)) {
                    parameter.freeze(true);
                    any[0] = true;
                }
            });
            if (!any[0]) {
                throw new RunException(
                        "--freeze " + prefix, "no parameter's name starts so", "see mvit checkpoint inspect for names");
            }
        }
    }
}
