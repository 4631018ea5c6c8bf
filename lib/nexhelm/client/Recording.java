package nexhelm.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import nexhelm.Failure;
import nexhelm.json.Json;
import nexhelm.world.FilesRoot;
import nexhelm.world.TextFile;
import nexhelm.world.World;

/**
 * A transcript as recorders export it: WebVTT (W3C), SubRip, Word, PDF, JSON lists of utterances, or plain text. What comes
 * out is one line an utterance, {@code [00:01:22] Speaker: text}; that text is what a run keeps and points into.
 */
public final class Recording {

    private static final long LARGEST = 64L << 20;
    private static final Pattern TIMING =
            Pattern.compile("\\s*(?:(\\d{1,3}):)?(\\d{1,2}):(\\d{2})[.,]\\d{1,3}\\s+-->\\s+.*");
    private static final Pattern VOICE = Pattern.compile("<v(?:\\.[^ >]*)?\\s+([^>]+)>");
    private static final Pattern NAMED =
            Pattern.compile("^([\\p{Lu}][\\p{L}0-9 .'’()-]{0,40}):\\s+(.*)$", Pattern.DOTALL);

    private final StringBuilder out = new StringBuilder();
    private String speaker = "\0";

    private Recording() {}

    /** Reads a transcript; what a recorder wrapped around the words is taken off. Failures are invalid input. */
    public static String read(World world, String name) {
        return switch (ending(name)) {
            case "docx" -> said(word(world.path(name), name), name);
            case "pdf" -> PdfText.of(world.path(name), name);
            default -> words(name, () -> TextFile.read(world, name));
        };
    }

    /** Reads a transcript below a folder that the operator allowed. */
    public static String read(FilesRoot files, String name) {
        return switch (ending(name)) {
            case "docx" -> said(word(files.read(name), name), name);
            case "pdf" -> PdfText.of(files.read(name), name);
            default -> words(name, () -> files.text(name));
        };
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String words(String name, Supplier<String> text) {
        String ending = ending(name);
        return switch (ending) {
            case "vtt", "srt" -> cues(Transcript.normal(text.get()));
            case "json" -> said(utterances(text.get(), name), name);
            case "doc", "odt", "mp3", "mp4", "m4a", "wav" ->
                throw Failure.input(name + " is a ." + ending
                        + " file; save the transcript as text, .vtt, .srt, .docx, .pdf or JSON");
            default -> text.get();
        };
    }

    /** Cues of WebVTT or SubRip; a sentence that goes over several cues of one speaker becomes one line again. */
    static String cues(String text) {
        var recording = new Recording();
        Optional<String> time = Optional.empty();
        var cue = new StringBuilder();
        for (String line : (text + "\n\n").split("\n", -1)) {
            Matcher timing = TIMING.matcher(line);
            if (timing.matches()) {
                time = Optional.of(stamp(
                        Integer.parseInt(Optional.ofNullable(timing.group(1)).orElse("0")),
                        Integer.parseInt(timing.group(2)),
                        Integer.parseInt(timing.group(3))));
            } else if (line.isBlank()) {
                if (time.isPresent() && cue.length() > 0) {
                    recording.cue(time.get(), cue.toString().strip());
                }
                time = Optional.empty();
                cue.setLength(0);
            } else if (time.isPresent()) {
                cue.append(line.strip()).append(' ');
            }
        }
        return recording.text();
    }

    private void cue(String time, String raw) {
        Matcher voice = VOICE.matcher(raw);
        String who = voice.find() ? voice.group(1).strip() : "";
        String words = raw.replaceAll("<[^>]*>", "")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&nbsp;", " ")
                .replaceAll("\\s+", " ")
                .strip();
        Matcher named = NAMED.matcher(words);
        if (who.isEmpty() && named.matches()) {
            who = named.group(1);
            words = named.group(2);
        }
        utterance(time, who, words);
    }

    /** Says something: on the line of the last one when the same person goes on. */
    private void utterance(String time, String who, String words) {
        if (words.isBlank()) {
            return;
        }
        boolean goesOn = who.equals(speaker) || who.isEmpty() && out.length() > 0;
        if (goesOn && out.length() > 0) {
            out.append(' ').append(words);
        } else {
            out.append(out.length() > 0 ? "\n" : "")
                    .append(time.isEmpty() ? "" : "[" + time + "] ")
                    .append(who.isEmpty() ? "" : who + ": ")
                    .append(words);
            speaker = who;
        }
    }

    private String text() {
        return out.length() == 0 ? "" : out.append('\n').toString();
    }

    private static String said(String text, String name) {
        if (text.isBlank()) {
            throw Failure.input(name + " holds no words");
        }
        return text;
    }

    /** A list of utterances, bare or under the key that recorders use for it. */
    private static String utterances(String text, String name) {
        JsonNode json;
        try {
            json = Json.parse(text);
        } catch (Json.Malformed e) {
            throw Failure.input(name + " is " + e.getMessage());
        }
        JsonNode list = json;
        for (String key :
                new String[] {"utterances", "segments", "transcript", "monologues", "sentences", "entries", "results"
                }) {
            list = !list.isArray() && json.path(key).isArray() ? json.path(key) : list;
        }
        if (!list.isArray()) {
            if (json.path("transcript").isTextual() || json.path("text").isTextual()) {
                return json.path(json.path("transcript").isTextual() ? "transcript" : "text")
                        .textValue();
            }
            throw Failure.input(name + " is JSON without a list of utterances (utterances, segments, transcript …)");
        }
        var recording = new Recording();
        for (JsonNode item : list) {
            JsonNode start = first(item, "start", "start_time", "startTime", "offset", "timestamp", "time");
            recording.utterance(
                    time(start, item.has("offset") || item.path("start").asDouble() > 86_400),
                    first(item, "speaker", "speaker_name", "speakerName", "name", "speaker_label", "who")
                            .asText("")
                            .strip(),
                    item.isTextual()
                            ? item.textValue()
                            : first(item, "text", "transcript", "content", "words", "sentence")
                                    .asText("")
                                    .replaceAll("\\s+", " ")
                                    .strip());
        }
        return recording.text();
    }

    private static JsonNode first(JsonNode item, String... keys) {
        for (String key : keys) {
            if (item.path(key).isValueNode() && !item.path(key).isNull()) {
                return item.path(key);
            }
        }
        return item.path("");
    }

    private static String time(JsonNode start, boolean millis) {
        if (start.isTextual()) {
            String text = start.textValue().replaceFirst("[.,]\\d+$", "");
            return text.matches("(\\d{1,3}:)?\\d{1,2}:\\d{2}") ? text : "";
        }
        if (!start.isNumber()) {
            return "";
        }
        int seconds = (int) (millis ? start.asDouble() / 1000 : start.asDouble());
        return stamp(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static String stamp(int hours, int minutes, int seconds) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d", hours, minutes, seconds);
    }

    /** The paragraphs of a Word document (ECMA-376, part 1, section 17.3): text, tabs and breaks, nothing else. */
    private static String word(Path file, String name) {
        if (!Files.isRegularFile(file)) {
            throw Failure.input("there is no file " + name);
        }
        try (var zip = new ZipFile(file.toFile())) {
            var entry = zip.getEntry("word/document.xml");
            if (entry == null) {
                throw Failure.input(name + " is no Word document");
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return paragraphs(in, name);
            }
        } catch (IOException e) {
            throw Failure.input(name + " is no Word document");
        } catch (XMLStreamException e) {
            throw Failure.input(name + " is a damaged Word document");
        }
    }

    private static String word(byte[] bytes, String name) {
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("word/document.xml")) {
                    return paragraphs(zip, name);
                }
            }
            throw Failure.input(name + " is no Word document");
        } catch (IOException e) {
            throw Failure.input(name + " is no Word document");
        } catch (XMLStreamException e) {
            throw Failure.input(name + " is a damaged Word document");
        }
    }

    private static String paragraphs(InputStream in, String name) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(
                XMLInputFactory.SUPPORT_DTD, false); // no entities, so nothing is fetched and nothing explodes
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(in);
        var text = new StringBuilder();
        boolean run = false;
        while (xml.hasNext()) {
            int event = xml.next();
            String tag = event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT
                    ? xml.getLocalName()
                    : "";
            if (event == XMLStreamConstants.START_ELEMENT) {
                run = tag.equals("t");
                text.append(tag.equals("tab") ? " " : tag.equals("br") || tag.equals("cr") ? "\n" : "");
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                run = false;
                text.append(tag.equals("p") ? "\n" : "");
            } else if (run && event == XMLStreamConstants.CHARACTERS) {
                text.append(xml.getText());
            }
            if (text.length() > LARGEST) {
                throw Failure.input(name + " holds more than 64 MiB of text");
            }
        }
        return text.toString();
    }
}
