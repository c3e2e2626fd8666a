package org.mvit4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Versions of the program, of the engine it was built with, and of the Java that runs it. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("build.properties")) {
            if (in == null) {
                throw new IOException("build.properties: not on the class path; build again with mvn -B verify");
            }
            build.load(in);
        }
        return new String[] {
            "mvit " + build.getProperty("version"),
            "DJL " + build.getProperty("djl") + ", PyTorch " + build.getProperty("torch") + ", Java "
                    + System.getProperty("java.version")
        };
    }
}
