///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Workflow lab on the terminal: from a transcript to a verified workflow.
//JAVA 17+
//DEPS info.picocli:picocli:4.7.7
//DEPS com.fasterxml.jackson.core:jackson-databind:2.20.1
//DEPS com.fasterxml.jackson.dataformat:jackson-dataformat-toml:2.20.1
//DEPS io.jsonwebtoken:jjwt-api:0.13.0
//DEPS io.jsonwebtoken:jjwt-impl:0.13.0
//DEPS io.jsonwebtoken:jjwt-jackson:0.13.0
//DEPS org.apache.pdfbox:pdfbox:3.0.5
//DEPS org.apache.pdfbox:pdfbox-io:3.0.5
//DEPS org.apache.pdfbox:fontbox:3.0.5
//DEPS commons-logging:commons-logging:1.3.5
//SOURCES lib/nexhelm/Sources.java
//FILES nexhelm/sample-transcript.txt=examples/annual-review.txt
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xlog:disable -Xlog:all=error:stderr

import nexhelm.cli.Nex;
import nexhelm.world.World;

/** The command line of the workflow lab. */
class nex {
    public static void main(String[] args) {
        System.exit(Nex.run(args, World.system()));
    }
}
