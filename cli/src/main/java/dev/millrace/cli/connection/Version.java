package dev.millrace.cli.connection;

import picocli.CommandLine.IVersionProvider;

/** That of the jar. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"millrace " + (version == null ? "of no jar" : version)};
    }
}
