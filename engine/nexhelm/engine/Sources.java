package nexhelm.engine;

//SOURCES ../../../lib/nexhelm/json/Json.java
//SOURCES persona/Designer.java
//SOURCES persona/IntegrationEngineer.java
//SOURCES persona/OfflineVerifier.java
//SOURCES persona/Verifier.java
//SOURCES sandbox/Addresses.java
//SOURCES sandbox/Blueprint.java
//SOURCES sandbox/BlueprintInvalid.java
//SOURCES sandbox/BlueprintReader.java
//SOURCES sandbox/Changes.java
//SOURCES sandbox/Digest.java
//SOURCES sandbox/Item.java
//SOURCES sandbox/Kind.java
//SOURCES sandbox/Names.java
//SOURCES sandbox/SandboxTables.java
//SOURCES sandbox/Tenant.java
//SOURCES sandbox/demo/AccountingPapers.java
//SOURCES sandbox/demo/DemoBlueprint.java
//SOURCES sandbox/demo/InsurancePapers.java
//SOURCES sandbox/demo/Papers.java
//SOURCES sandbox/demo/PropertyPapers.java
//SOURCES sandbox/demo/PurchasingPapers.java
//SOURCES sandbox/demo/WealthPapers.java
//SOURCES tool/DeclaredTool.java
//SOURCES tool/DocumentReading.java
//SOURCES tool/DocumentWriting.java
//SOURCES tool/Lookup.java
//SOURCES tool/MailReading.java
//SOURCES tool/MailWriting.java
//SOURCES tool/SandboxTool.java
//SOURCES tool/Schema.java
//SOURCES tool/TodoTools.java
//SOURCES tool/ToolCatalog.java
//SOURCES tool/ToolDeclaration.java
//SOURCES tool/ToolFailure.java

/** The only list of the engine's sources: remote runs know no globs. */
final class Sources {
    private Sources() {}
}
