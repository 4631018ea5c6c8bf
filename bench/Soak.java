import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Many runs in a row on one engine: all examples in turn, each kind of run in turn, as a client would do them. */
final class Soak {

    /** What is done with a run; each is expected to end in one status. */
    private enum Kind {
        APPROVED("verified_manual"),
        GATES_APPROVED("verified_manual"),
        CANCELLED_AT_WORK("cancelled"),
        REJECTED("rejected"),
        GATE_REJECTED("rejected"),
        SANDBOX_MADE_UP("verified_manual"),
        CANCELLED_AT_A_GATE("cancelled"),
        REFINED("verified_manual");

        private final String end;

        Kind(String end) {
            this.end = end;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> transcripts = new ArrayList<>();
    private final Map<String, Integer> done = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private final Vitals vitals;
    private final String url;
    private final String token;
    private int gates;
    private int cutAtWork;

    Soak(Vitals vitals, Path data, Path examples) throws IOException, InterruptedException {
        this.vitals = vitals;
        try (Stream<Path> files = Files.list(examples)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
                if (!file.getFileName().toString().equals("small-talk.txt")) {
                    transcripts.add(Files.readString(file));
                }
            }
        }
        JsonNode state = JSON.readTree(data.resolve("engine.json").toFile());
        this.url = state.path("url").asText();
        HttpRequest login = HttpRequest.newBuilder(URI.create(url + "/auth/cli-token/local"))
                .POST(HttpRequest.BodyPublishers.ofString(JSON.createObjectNode()
                        .put("local_secret", state.path("local_secret").asText())
                        .toString()))
                .build();
        this.token = JSON.readTree(
                        http.send(login, HttpResponse.BodyHandlers.ofString()).body())
                .path("cli_token")
                .asText();
    }

    /** Does it and prints a table; true when nothing leaked and every run ended as it should. */
    boolean run(int runs, PrintStream out) throws Exception {
        int every = Math.max(1, runs / 20);
        out.println(Vitals.HEAD);
        List<Vitals.Sample> samples = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            one(Kind.values()[i % Kind.values().length], transcripts.get(i % transcripts.size()));
            if ((i + 1) % every == 0 || i == 0) {
                samples.add(vitals.take(i + 1, (System.nanoTime() - start) / 1_000_000));
                out.println(samples.get(samples.size() - 1).row());
            }
        }
        out.println();
        done.forEach((what, times) -> out.println("- " + times + " × " + what));
        out.println("- " + gates + " gates answered, " + cutAtWork + " runs cancelled while the agent was at work");
        List<String> leaks = Vitals.leaks(samples);
        leaks.forEach(leak -> out.println("LEAK: " + leak));
        wrong.stream().limit(10).forEach(line -> out.println("WRONG: " + line));
        boolean good = leaks.isEmpty() && wrong.isEmpty();
        out.printf(
                "%d runs in %d s, %s%n",
                runs,
                (System.nanoTime() - start) / 1_000_000_000,
                good ? "no leak and every run ended as expected" : "NOT GOOD");
        return good;
    }

    private void one(Kind kind, String transcript) throws Exception {
        boolean madeUp = kind == Kind.SANDBOX_MADE_UP;
        JsonNode run = post(
                "/workflow-lab/runs",
                JSON.createObjectNode()
                        .put("transcript_text", madeUp ? transcript + "\n[99:59] Bye then.\n" : transcript)
                        .put("propose_blueprint", madeUp));
        if (kind == Kind.REFINED) {
            run = post(
                    "/workflow-lab/runs/" + run.path("id").asText() + "/refine",
                    JSON.createObjectNode().put("feedback", "Write only drafts; do not send any mail."));
        }
        String id = run.path("id").asText();
        String path = "/workflow-lab/runs/" + id;
        post(path + "/start-verification", JSON.createObjectNode());
        boolean hitl = kind.name().contains("GATE");
        String last = chat(id, hitl, JSON.createObjectNode(), kind == Kind.CANCELLED_AT_WORK);
        while (last.equals("interaction") && kind != Kind.CANCELLED_AT_A_GATE) {
            JsonNode asked = get(path).path("interaction");
            boolean approval = asked.path("kind").asText().equals("approval");
            ObjectNode answer = JSON.createObjectNode();
            answer.putObject("interaction_response")
                    .put("interaction_id", asked.path("interaction_id").asText())
                    .put("decision", !approval ? "answer" : kind == Kind.GATE_REJECTED ? "reject" : "approve")
                    .put("text", "as agreed");
            gates++;
            last = chat(id, true, answer, false);
        }
        if (kind.end.equals("cancelled")) {
            cutAtWork += last.equals("error") ? 1 : 0;
            post(path + "/cancel", JSON.createObjectNode());
        } else {
            if (!last.equals("complete")) {
                wrong.add(id + " " + kind + ": its stream ended with " + last);
            }
            post(path + "/finalise", JSON.createObjectNode());
            post(
                    path + "/finalise",
                    JSON.createObjectNode()
                            .put("reviewer_verdict", kind.end.equals("rejected") ? "rejected" : "approved"));
        }
        String end = get(path).path("status").asText();
        if (!end.equals(kind.end)) {
            wrong.add(id + " " + kind + ": ended " + end);
        }
        done.merge(kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ": " + end, 1, Integer::sum);
    }

    /** Follows the agent to the end of its stream, whose last event's type is answered; or cancels it at its first call. */
    private String chat(String id, boolean hitl, ObjectNode body, boolean cancel) throws Exception {
        JsonNode run = get("/workflow-lab/runs/" + id);
        body.put("message", "Do it.")
                .put("client_task_id", run.path("verifier_client_task_id").asInt())
                .put("hitl", hitl);
        String last = "";
        HttpResponse<Stream<String>> stream =
                http.send(request("POST", "/langchain-agent/chat", body), HttpResponse.BodyHandlers.ofLines());
        boolean cancelled = false;
        try (Stream<String> lines = stream.body()) {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("data:")) {
                    last = JSON.readTree(line.substring(5)).path("type").asText();
                    if (cancel && !cancelled && last.equals("tool_end")) {
                        cancelled = true;
                        post("/workflow-lab/runs/" + id + "/cancel", JSON.createObjectNode());
                    }
                }
            }
        }
        return last;
    }

    private JsonNode get(String path) throws Exception {
        return send(request("GET", path, null));
    }

    private JsonNode post(String path, ObjectNode body) throws Exception {
        return send(request("POST", path, body));
    }

    private HttpRequest request(String method, String path, ObjectNode body) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(120))
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    private JsonNode send(HttpRequest request) throws Exception {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
