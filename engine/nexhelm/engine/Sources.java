package nexhelm.engine;

//SOURCES ../../../lib/nexhelm/json/Json.java
//SOURCES persona/Designer.java
//SOURCES persona/IntegrationEngineer.java
//SOURCES persona/Verifier.java
//SOURCES tool/SandboxTool.java
//SOURCES tool/ToolDeclaration.java
//SOURCES tool/ToolFailure.java

/** The only list of the engine's sources: remote runs know no globs. */
final class Sources {
    private Sources() {}
}
