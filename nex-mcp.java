///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION The workflow lab as an MCP server on standard input and output, for coding assistants.
//JAVA 17+
//DEPS org.slf4j:slf4j-api:2.0.18
//DEPS info.picocli:picocli:4.7.7
//DEPS com.fasterxml.jackson.core:jackson-databind:2.20.1
//DEPS com.fasterxml.jackson.dataformat:jackson-dataformat-toml:2.20.1
//DEPS io.jsonwebtoken:jjwt-api:0.13.0
//DEPS io.jsonwebtoken:jjwt-impl:0.13.0
//DEPS io.jsonwebtoken:jjwt-jackson:0.13.0
//DEPS io.modelcontextprotocol.sdk:mcp-core:2.1.0
//DEPS org.apache.pdfbox:pdfbox:3.0.5
//DEPS org.apache.pdfbox:pdfbox-io:3.0.5
//DEPS org.apache.pdfbox:fontbox:3.0.5
//DEPS commons-logging:commons-logging:1.3.5
//SOURCES lib/nexhelm/mcp/Sources.java
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xlog:disable -Xlog:all=error:stderr

import nexhelm.mcp.Mcp;
import nexhelm.world.World;

/** The MCP server of the workflow lab. */
class nex_mcp {
    public static void main(String[] args) {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // no logger is meant to be there
        World world = World.system();
        System.setOut(System.err); // from here on standard output belongs to the protocol
        System.exit(Mcp.run(args, world));
    }
}
