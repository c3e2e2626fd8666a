package org.mvit4j.data.image;

import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/**
 * The codecs that come with the JDK, by name, whatever else is on the class path: a plug-in that a host application
 * brings along must not change pixels. For formats the JDK lacks, any plug-in serves.
 */
final class JdkCodec {

    interface Use<T> {
        T with(ImageReader reader) throws IOException;
    }

    private JdkCodec() {}

    static <T> T use(String format, ImageInputStream input, Use<T> use) throws IOException {
        return use(provider(format, true), input, use);
    }

    static <T> T usePlugin(String format, ImageInputStream input, Use<T> use) throws IOException {
        return use(provider(format, false), input, use);
    }

    private static <T> T use(ImageReaderSpi provider, ImageInputStream input, Use<T> use) throws IOException {
        ImageReader reader = provider.createReaderInstance();
        try {
            reader.setInput(input, true, true);
            return use.with(reader);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReaderSpi provider(String format, boolean jdk) throws IOException {
        Iterator<ImageReaderSpi> providers =
                IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
        while (providers.hasNext()) {
            ImageReaderSpi provider = providers.next();
            boolean ofJdk =
                    "java.desktop".equals(provider.getClass().getModule().getName());
            if (ofJdk == jdk && java.util.List.of(provider.getFormatNames()).contains(format)) {
                return provider;
            }
        }
        throw new IOException("no decoder for " + format + " on the class path");
    }
}
