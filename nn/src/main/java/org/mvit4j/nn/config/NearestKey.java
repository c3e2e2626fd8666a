package org.mvit4j.nn.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known key that a mistyped one was probably meant to be, by Levenshtein distance. */
final class NearestKey {

    private NearestKey() {}

    /** The nearest of {@code known}, if no more than a third of its letters would have to change. */
    static Optional<String> of(String key, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String k) -> distance(key, k)).thenComparing(Comparator.naturalOrder()))
                .filter(k -> distance(key, k) <= Math.max(1, Math.max(key.length(), k.length()) / 3));
    }

    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substitute, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
