package nexhelm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import nexhelm.Failure;

/** The bundled transcript: {@code examples/annual-review.txt}, put into the jar by the entrypoint's //FILES. */
final class SampleTranscript {

    private SampleTranscript() {}

    static String text() {
        try (var in = SampleTranscript.class.getResourceAsStream("/nexhelm/sample-transcript.txt")) {
            if (in == null) {
                throw Failure.unexpected("the bundled transcript is not in this build; name one with -f FILE");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Failure.unexpected("the bundled transcript cannot be read; name one with -f FILE");
        }
    }
}
