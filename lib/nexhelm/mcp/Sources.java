package nexhelm.mcp;

//SOURCES ../Sources.java
//SOURCES Bounded.java
//SOURCES Call.java
//SOURCES CallProgress.java
//SOURCES Choice.java
//SOURCES Conversation.java
//SOURCES Core.java
//SOURCES Dispatcher.java
//SOURCES Frame.java
//SOURCES Handshake.java
//SOURCES Lines.java
//SOURCES Marks.java
//SOURCES Mcp.java
//SOURCES Offers.java
//SOURCES Pages.java
//SOURCES People.java
//SOURCES Prompts.java
//SOURCES Recognition.java
//SOURCES Resources.java
//SOURCES Results.java
//SOURCES Stateless.java
//SOURCES StdioTransport.java
//SOURCES ToolCalls.java
//SOURCES ToolSchema.java
//SOURCES ToolServer.java
//SOURCES Wire.java
//SOURCES Wording.java
//SOURCES Wrong.java

/** The only list of the MCP surface's sources: remote runs know no globs. */
final class Sources {
    private Sources() {}
}
