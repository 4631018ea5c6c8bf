package nexhelm.mcp;

//SOURCES ../Sources.java
//SOURCES Call.java
//SOURCES CallProgress.java
//SOURCES Choice.java
//SOURCES Frame.java
//SOURCES Handshake.java
//SOURCES Lines.java
//SOURCES Mcp.java
//SOURCES Offers.java
//SOURCES Results.java
//SOURCES StdioTransport.java
//SOURCES ToolSchema.java
//SOURCES ToolServer.java
//SOURCES Wire.java

/** The only list of the MCP surface's sources: remote runs know no globs. */
final class Sources {
    private Sources() {}
}
