package nexhelm;

/** The version of this release, said once. */
public final class Version {
    public static final String STRING = "0.4.0";

    private Version() {}
}
