package org.mvit4j.nn.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A list of renames by whole-name patterns; the first that matches counts, a name that none matches stays. */
final class RegexRenames {
    private record Rule(Pattern pattern, String replacement) {}

    private final List<Rule> rules = new ArrayList<>();

    RegexRenames rule(String pattern, String replacement) {
        rules.add(new Rule(Pattern.compile(pattern), replacement));
        return this;
    }

    String apply(String name) {
        for (Rule rule : rules) {
            Matcher matcher = rule.pattern.matcher(name);
            if (matcher.matches()) {
                return matcher.replaceFirst(rule.replacement);
            }
        }
        return name;
    }
}
