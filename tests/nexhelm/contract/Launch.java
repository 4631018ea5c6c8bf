package nexhelm.contract;

import java.io.File;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexhelm.cli.Nex;
import nexhelm.world.World;

/** The command line of this build as a process: what nex.java does, from the classes under test. */
public final class Launch {
    private Launch() {}

    public static void main(String[] args) {
        System.exit(Nex.run(args, World.system()));
    }

    /** Of this process's class path what the command line needs: our own classes and its three libraries. */
    public static String classpath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith(".jar")
                        || Path.of(entry)
                                .getFileName()
                                .toString()
                                .matches("(picocli|jackson-(core|databind|annotations)|jjwt-).*")
                        || ours(entry))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean ours(String entry) {
        return Launch.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()
                .equals(entry);
    }
}
