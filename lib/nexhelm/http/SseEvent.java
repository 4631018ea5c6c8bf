package nexhelm.http;

/** One server-sent event: its data lines joined by LF, and the last event id seen so far. */
public record SseEvent(String id, String data) {}
