///usr/bin/env jbang "$0" "$@" ; exit $?
//DESCRIPTION Runs the tests: all of them, or those whose class or method contains a given word.
//JAVA 17+
//DEPS org.slf4j:slf4j-api:2.0.18
//DEPS ch.qos.logback:logback-core:1.6.6
//DEPS ch.qos.logback:logback-classic:1.6.6
//DEPS jakarta.servlet:jakarta.servlet-api:6.0.0
//DEPS info.picocli:picocli:4.7.7
//DEPS com.fasterxml.jackson.core:jackson-databind:2.20.1
//DEPS com.fasterxml.jackson.dataformat:jackson-dataformat-toml:2.20.1
//DEPS io.jsonwebtoken:jjwt-api:0.13.0
//DEPS io.jsonwebtoken:jjwt-impl:0.13.0
//DEPS io.jsonwebtoken:jjwt-jackson:0.13.0
//DEPS io.modelcontextprotocol.sdk:mcp-core:2.1.0
//DEPS io.modelcontextprotocol.sdk:mcp-json-jackson2:2.1.0
//DEPS io.javalin:javalin:7.2.3
//DEPS org.xerial:sqlite-jdbc:3.54.1.0
//DEPS com.zaxxer:HikariCP:7.1.0
//DEPS org.jdbi:jdbi3-core:3.55.0
//DEPS com.github.kagkarlsson:db-scheduler:16.12.0
//DEPS com.j2html:j2html:1.6.0
//DEPS com.password4j:password4j:1.8.4
//DEPS dev.langchain4j:langchain4j-core:1.19.0
//DEPS dev.langchain4j:langchain4j-http-client:1.19.0
//DEPS dev.langchain4j:langchain4j-http-client-jdk:1.19.0
//DEPS dev.langchain4j:langchain4j-open-ai:1.19.0
//DEPS org.apache.opennlp:opennlp-tools:2.5.11
//DEPS org.apache.opennlp:opennlp-models-sentdetect-en:1.3.0
//DEPS org.apache.opennlp:opennlp-models-tokenizer-en:1.3.0
//DEPS org.apache.opennlp:opennlp-models-pos-en:1.3.0
//DEPS org.apache.opennlp:opennlp-models-lemmatizer-en:1.3.0
//DEPS org.apache.pdfbox:pdfbox:3.0.5
//DEPS org.apache.pdfbox:pdfbox-io:3.0.5
//DEPS org.apache.pdfbox:fontbox:3.0.5
//DEPS commons-logging:commons-logging:1.3.5
//DEPS org.apache.poi:poi:5.4.1
//DEPS org.apache.logging.log4j:log4j-api:2.24.3
//DEPS org.apache.commons:commons-collections4:4.4
//DEPS org.apache.commons:commons-math3:3.6.1
//DEPS com.zaxxer:SparseBitSet:1.3
//DEPS commons-codec:commons-codec:1.18.0
//DEPS org.apache.commons:commons-csv:1.14.1
//DEPS commons-io:commons-io:2.18.0
//DEPS org.eclipse.jgit:org.eclipse.jgit:7.8.1.202611041320-r
//DEPS com.google.re2j:re2j:1.8
//DEPS org.apache.sshd:sshd-core:2.20.0
//DEPS org.bouncycastle:bcprov-jdk18on:1.82
//DEPS org.junit.jupiter:junit-jupiter:5.14.1
//DEPS org.junit.jupiter:junit-jupiter-api:5.14.1
//DEPS org.junit.jupiter:junit-jupiter-engine:5.14.1
//DEPS org.junit.jupiter:junit-jupiter-params:5.14.1
//DEPS org.junit.platform:junit-platform-commons:1.14.1
//DEPS org.junit.platform:junit-platform-engine:1.14.1
//DEPS org.junit.platform:junit-platform-launcher:1.14.1
//DEPS org.seleniumhq.selenium:selenium-chrome-driver:4.52.0
//DEPS org.seleniumhq.selenium:selenium-support:4.52.0
//SOURCES ../lib/nexhelm/mcp/Sources.java
//SOURCES ../engine/nexhelm/engine/Sources.java
//SOURCES ../daemon/nexhelm/daemon/Sources.java
//FILES nexhelm/sample-transcript.txt=../examples/annual-review.txt
//SOURCES support/**.java
//SOURCES nexhelm/**.java
//COMPILE_OPTIONS -proc:none -Werror
//COMPILE_OPTIONS -Xlint:cast,dep-ann,divzero,empty,exports,fallthrough,finally,opens,overloads,overrides,rawtypes,removal,requires-automatic,requires-transitive-automatic,static,strictfp,synchronization,text-blocks,unchecked,varargs
//RUNTIME_OPTIONS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -ea --enable-native-access=ALL-UNNAMED

import nexhelm.support.TestRun;

// -Xlint names what JDK 17 knows about our code, so that a newer JDK, which knows more, does not fail on it. Left out:
// the warnings about jars and how javac was called (classfile, options, path, processing); serial, for nothing here is
// serialised; try, for a close() in a test may throw; deprecation, for versions are pinned and removal names the
// urgent.

/** The test command: {@code ./jbang test [--list] [WORD ...]}. */
class all {
    public static void main(String[] args) throws Exception {
        System.exit(TestRun.main(args));
    }
}
