package nexhelm.mcp;

import nexhelm.world.World;

/** What nex-mcp.java does, for tests that start the server as a process of its own. */
final class ServerMain {
    private ServerMain() {}

    public static void main(String[] args) {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        World world = World.system();
        System.setOut(System.err);
        System.exit(Mcp.run(args, world));
    }
}
