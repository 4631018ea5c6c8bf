package nexhelm.engine;

/** The version of this engine. */
final class Version {

    static final String TEXT = "0.4.0";

    private Version() {}
}
