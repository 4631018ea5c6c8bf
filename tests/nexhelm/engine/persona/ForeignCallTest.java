package nexhelm.engine.persona;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import nexhelm.support.Checkout;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ForeignCallTest {

    @Test
    void a_german_call_is_designed_in_its_own_words() throws Exception {
        assertEquals(
                List.of(
                        "search_mail: Suche im Posteingang die Kündigung vom Mieter",
                        "read_document: Öffne den Mietvertrag",
                        "read_document: Prüfe die Kündigungsfrist",
                        "create_folder: Lege einen neuen Ordner für den Auszug an",
                        "create_document: Schreibe ein Übergabeprotokoll",
                        "create_sheet_rows: Trage den Auszug in die Liste ein, also in die Leerstandsliste",
                        "create_mail_draft: Entwerfe die Mail mit der Bestätigung nur",
                        "create_todo: Erstelle eine Aufgabe für die Buchhaltung",
                        "(Kollegin Petra): Meine Kollegin Petra prüft am Ende die Kaution",
                        "send_mail: Sende die Unterlagen an den Eigentümer [gate]"),
                Steps.of(call("de")));
    }

    @Test
    void a_french_call_is_designed_in_its_own_words() throws Exception {
        assertEquals(
                List.of(
                        "search_mail: D'abord cherche dans la boîte mail le message du client",
                        "read_document: Ouvre le barème des prix",
                        "read_document: Lis le contrat cadre du client",
                        "create_folder: Crée un dossier pour le client",
                        "create_document: Rédige une offre",
                        "create_sheet_rows: Note l'offre dans le tableau des devis",
                        "create_mail_draft: Prépare un mail avec l'offre",
                        "create_todo: Crée une tâche pour le service juridique",
                        "(collègue Sophie): Ma collègue Sophie vérifie les remises",
                        "send_mail: À la fin envoie le dossier à la comptabilité [gate]"),
                Steps.of(call("fr")));
    }

    @Test
    void a_spanish_call_is_designed_in_its_own_words() throws Exception {
        assertEquals(
                List.of(
                        "search_mail: Busco en el correo el mensaje del cliente",
                        "read_document: Abro el contrato",
                        "read_sheet: Leo la hoja de tarifas, porque cambian cada año",
                        "create_folder: Creo una carpeta para el cliente",
                        "create_document: Redacto un informe con las cifras del mes",
                        "create_sheet_rows: Apunto el informe en el registro de informes",
                        "create_mail_draft: Preparo un correo con el informe",
                        "create_todo: Creo una tarea para el departamento de compras",
                        "(compañera Marta): Mi compañera Marta comprueba las cifras",
                        "send_mail: Al final mando el informe a la gestoría [gate]"),
                Steps.of(call("es")));
    }

    @Test
    void passives_conditions_and_decisions_of_others_are_understood() {
        assertEquals(
                List.of(
                        "create_document: Wird ein Bericht erstellt",
                        "update_document_location: Im Kundenordner abgelegt",
                        "send_mail: Schicke ihn dem Kunden per Mail [gate]",
                        "(Herr Vogt): Rufe den Kunden an"),
                Steps.of("""
                    Interviewer: Können Sie mir den Ablauf schildern?
                    Herr Vogt: Dann wird ein Bericht erstellt und im Kundenordner abgelegt. Und ich schicke ihn dem Kunden per Mail.
                    Interviewer: Einfach so?
                    Herr Vogt: Ohne Freigabe von Frau Dr. Stein geht nichts raus. Ich rufe den Kunden an, wenn etwas fehlt.
                    """));
        String reason = Steps.definition("""
            Ana: ¿Y después?
            Luis: Mando el informe al cliente. No enviamos nada sin la autorización de la directora.
            """).at("/steps/0/hitl").asText();
        assertTrue(reason.startsWith("Directora decides first"), reason);
    }

    @Test
    void the_proposal_and_the_analysis_say_which_language_it_is() throws Exception {
        for (String[] one : new String[][] {{"de", "German"}, {"fr", "French"}, {"es", "Spanish"}}) {
            String sentence = "The transcript is in " + one[1] + ".";
            var design = new OfflineDesigner().design(call(one[0]), Optional.empty());
            assertEquals(one[0], design.proposal().path("language").asText());
            assertTrue(
                    design.proposal().path("summary").asText().contains(sentence),
                    design.proposal().path("summary").asText());
            ObjectNode analysis = new OfflineIntegrationEngineer().analyse(call(one[0]));
            assertEquals(one[0], analysis.path("language").asText());
            assertTrue(
                    analysis.path("summary").asText().endsWith(sentence),
                    analysis.path("summary").asText());
            assertEquals(
                    List.of(),
                    analysis.get("capabilities_needed").findValuesAsText("existing_tool").stream()
                            .filter("null"::equals)
                            .toList());
        }
    }

    @Test
    void every_step_points_to_its_words() throws Exception {
        for (String language : List.of("de", "fr", "es")) {
            String text = call(language);
            int[] points = text.codePoints().toArray();
            for (JsonNode step : Steps.definition(text).get("steps")) {
                int start = step.at("/source/start").asInt();
                int end = step.at("/source/end").asInt();
                assertEquals(
                        new String(points, start, end - start),
                        step.at("/source/quote").asText());
            }
        }
    }

    @Test
    void small_talk_has_no_steps_in_any_language() {
        JsonNode design = Steps.definition("""
            Jana: Hallo, wie war das Wochenende?
            Ben: Schön, wir waren mit den Kindern im Zoo und haben ein Eis gegessen. Das Wetter war toll.
            Jana: Das ist ja schön. Bis bald und danke für den Anruf.
            """);
        assertEquals(0, design.path("steps").size());
        assertTrue(design.path("summary").asText().contains("German"), design.toString());
    }

    private static String call(String language) throws Exception {
        return Files.readString(Checkout.root().resolve("tests/data/calls/" + language + ".txt"));
    }
}
