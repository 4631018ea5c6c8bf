///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Workspace daemon: clones of allowed repositories, with files, checks, commits, pull requests and a shell.
//JAVA 17+
//DEPS org.slf4j:slf4j-api:2.0.18
//DEPS ch.qos.logback:logback-core:1.6.6
//DEPS ch.qos.logback:logback-classic:1.6.6
//DEPS jakarta.servlet:jakarta.servlet-api:6.0.0
//DEPS info.picocli:picocli:4.7.7
//DEPS com.fasterxml.jackson.core:jackson-databind:2.20.1
//DEPS io.javalin:javalin:7.2.3
//DEPS commons-codec:commons-codec:1.18.0
//DEPS org.eclipse.jgit:org.eclipse.jgit:7.8.1.202611041320-r
//DEPS com.google.re2j:re2j:1.8
//DEPS org.apache.sshd:sshd-core:2.20.0
//DEPS org.bouncycastle:bcprov-jdk18on:1.82
//SOURCES daemon/nexhelm/daemon/Sources.java
//RUNTIME_OPTIONS -XX:+UseSerialGC -Xshare:auto -Xlog:disable -Xlog:all=error:stderr

import nexhelm.daemon.DaemonMain;

/** The daemon behind nex workspace and nex code. */
class nex_workspace {
    public static void main(String[] args) {
        System.exit(DaemonMain.run(args));
    }
}
