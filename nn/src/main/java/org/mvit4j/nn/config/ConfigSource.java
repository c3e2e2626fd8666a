package org.mvit4j.nn.config;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a configuration is read from; {@code _base_} entries are resolved against it. */
public sealed interface ConfigSource permits ConfigSource.OfFile, ConfigSource.OfResource, ConfigSource.OfText {

    /** A larger file is no configuration. */
    int MAX_BYTES = 1 << 20;

    /** A file on disk. */
    static ConfigSource file(Path path) {
        return new OfFile(path.normalize());
    }

    /**
     * A resource on the class path.
     *
     * @param path absolute path of the resource without a leading slash
     */
    static ConfigSource resource(ClassLoader loader, String path) {
        return new OfResource(loader, Path.of(path).normalize().toString().replace('\\', '/'));
    }

    /**
     * A configuration that is text already, such as one stored with weights.
     *
     * @param name how messages name it
     * @param base what {@code _base_} entries are resolved against
     */
    static ConfigSource text(String name, String text, ConfigSource base) {
        return new OfText(name, text, base);
    }

    /** How messages name it. */
    String name();

    /** The source that {@code relative} means when it stands in this one. */
    ConfigSource resolve(String relative);

    /** Opens the bytes. */
    InputStream open() throws IOException;

    /**
     * The text, decoded as UTF-8.
     *
     * @throws ConfigException if it is longer than {@link #MAX_BYTES} or not UTF-8
     */
    default String read() throws IOException {
        byte[] bytes;
        try (InputStream in = open()) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new ConfigException(name() + ": larger than 1 MiB; this is no configuration file");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigException(name() + ": not UTF-8 text; save it as UTF-8", e);
        }
    }

    /** See {@link #file}. */
    record OfFile(Path path) implements ConfigSource {

        @Override
        public String name() {
            return path.toString();
        }

        @Override
        public ConfigSource resolve(String relative) {
            return file(path.resolveSibling(relative));
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }
    }

    /** See {@link #resource}. */
    record OfResource(ClassLoader loader, String path) implements ConfigSource {

        @Override
        public String name() {
            return path;
        }

        @Override
        public ConfigSource resolve(String relative) {
            return resource(loader, Path.of(path).resolveSibling(relative).toString());
        }

        @Override
        public InputStream open() throws IOException {
            InputStream in = loader.getResourceAsStream(path);
            if (in == null) {
                throw new FileNotFoundException(path + ": no such configuration on the class path");
            }
            return in;
        }
    }

    /** See {@link #text}. */
    record OfText(String name, String text, ConfigSource base) implements ConfigSource {

        @Override
        public ConfigSource resolve(String relative) {
            return base.resolve(relative);
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
