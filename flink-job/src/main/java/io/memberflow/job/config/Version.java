package io.memberflow.job.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, and of what it runs on. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "memberflow " + build().getProperty("version"),
            "Flink " + build().getProperty("flink") + ", Java " + Runtime.version()
        };
    }

    private static Properties build() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/memberflow-build.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
