package nexhelm.support;

import nexhelm.cli.Nex;
import nexhelm.world.World;

/** What {@code nex.java} does, from the classes of the tests: a process of {@code nex} without JBang's share of the start. */
public final class NexMain {
    private NexMain() {}

    public static void main(String[] args) {
        System.exit(Nex.run(args, World.system()));
    }

    /** The command line of such a process; its arguments are appended. */
    public static String[] command() {
        return new String[] {
            System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-cp",
            System.getProperty("java.class.path"),
            NexMain.class.getName()
        };
    }
}
