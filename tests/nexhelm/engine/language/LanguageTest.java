package nexhelm.engine.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import nexhelm.support.Checkout;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class LanguageTest {

    @Test
    void a_few_sentences_show_their_language() {
        assertEquals(Language.GERMAN, Language.of("Ich öffne zuerst den Vertrag und lese ihn, dann schreibe ich."));
        assertEquals(Language.FRENCH, Language.of("D'abord j'ouvre le contrat et je le lis, puis j'écris au client."));
        assertEquals(Language.SPANISH, Language.of("Primero abro el contrato y lo leo, luego escribo al cliente."));
        assertEquals(Language.ENGLISH, Language.of("First I open the contract and read it, then I write."));
    }

    @Test
    void english_with_foreign_names_and_what_is_no_language_is_read_as_english() throws Exception {
        assertEquals(
                Language.ENGLISH, Language.of("We send the bill to Jean de la Tour and Las Palmas, then to El Paso."));
        assertEquals(Language.ENGLISH, Language.of("Hola"));
        assertEquals(Language.ENGLISH, Language.of("\u0000\u0001 47 11 xqzt"));
        try (Stream<Path> examples = Files.list(Checkout.root().resolve("examples"))) {
            for (Path example :
                    examples.filter(p -> p.toString().endsWith(".txt")).toList()) {
                assertEquals(Language.ENGLISH, Language.of(Files.readString(example)), example.toString());
            }
        }
    }
}
