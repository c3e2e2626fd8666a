package org.mvit4j.video.djl;

import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Makes {@link VideoTranslator}; the argument {@code views}, such as {@code 5x3}, replaces the published views. */
public final class VideoTranslatorFactory implements TranslatorFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return Set.of(new Pair<>(Path.class, Classifications.class));
    }

    @Override
    @SuppressWarnings("unchecked") // the one pair of types was checked
    public <I, O> Translator<I, O> newInstance(Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        if (!isSupported(input, output)) {
            throw new TranslateException("videos are Path to Classifications, not " + input + " to " + output);
        }
        return (Translator<I, O>) new VideoTranslator(Map.copyOf(arguments));
    }
}
