package nexhelm;

//SOURCES json/Json.java

/** The only list of the library's sources: remote runs know no globs. */
final class Sources {
    private Sources() {}
}
