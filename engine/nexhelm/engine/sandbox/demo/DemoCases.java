package nexhelm.engine.sandbox.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** The transcripts of {@code examples/}, for which the demo organisation has papers. */
public final class DemoCases {

    private static final Set<String> PRINTS = Set.of(
            "e03f2312bf2722ca103a3cd3c76a1f338cbf301fbe288654c6950dfb1dcbedc0",
            "c814c54e2dd64b675bd817b44bce6cf9ac1822452234ea0ab73cb0400123fe60",
            "576651f59c39babe7aa4e379eb1efbb735490d79f3c335f0a05c019339beae4f",
            "c259389a175f89d151371d1cdbd3fab1cf7964256f3128a97263d67c307e87a8",
            "c0ad69f8770677ba25c93995deb00beb41a353cccd012aee04818e93d0a03727",
            "9613991696edbec0323610f464d1a380bffee817dbc8d8df1d224fea30a57afd",
            "965d8ae5a12ac7efd3c0ca7a66dab78b8369cb8a103296111737783ac007eda5",
            "1c452631bab424327b9cf9af4b110ff743b45106eac86110ff119e3d948aa8b2",
            "6d2be80fd68beb6655fa74fb2e8ecd2bc5e54232223ab6114382a470a948ea7b");

    private DemoCases() {}

    /** Whether a transcript is one of them, however its lines are broken. */
    public static boolean knows(String transcript) {
        return PRINTS.contains(print(transcript));
    }

    /** What a transcript is recognised by: SHA-256 of its words. */
    public static String print(String transcript) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(transcript.strip().replaceAll("\\s+", " ").getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
