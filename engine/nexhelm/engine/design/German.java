package nexhelm.engine.design;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nexhelm.engine.design.Tongue.Act;
import nexhelm.engine.design.Tongue.Verb;
import nexhelm.engine.language.Language;

/** German words of the office: general knowledge, no list taken from a text. */
final class German {
    private German() {}

    /** A separable prefix is written with a stroke. */
    private static final String VERBS = """
        READ öffnen lesen=liest,lies,+gelesen auf|machen an|schauen an|sehen=sieht,sieh,+angesehen durch|lesen=+durchgelesen auf|rufen=+aufgerufen nach|schauen nach|sehen=+nachgesehen ein|sehen holen nehmen=nimmt,nimm,+genommen
        SEARCH suchen heraus|suchen raus|suchen finden=+gefunden nach|schlagen=+nachgeschlagen durch|suchen
        CHECK prüfen überprüfen=+überprüft vergleichen=+verglichen kontrollieren=+kontrolliert ab|gleichen=+abgeglichen berechnen=+berechnet rechnen aus|rechnen nach|rechnen zusammen|zählen
        WRITE schreiben=+geschrieben erstellen=+erstellt an|legen verfassen=+verfasst machen zusammen|fassen zusammen|stellen auf|setzen
        DRAFT entwerfen=entwirft,+entworfen vor|bereiten=+vorbereitet
        SEND schicken senden=+gesandt versenden=+versandt,+versendet verschicken=+verschickt ab|schicken raus|schicken weiter|leiten mailen
        UPDATE aktualisieren=+aktualisiert ändern anpassen=+angepasst ergänzen=+ergänzt
        ADD ein|tragen=+eingetragen hinzu|fügen nach|tragen=+nachgetragen notieren=+notiert vermerken=+vermerkt
        MOVE ab|legen verschieben=+verschoben archivieren=+archiviert ab|heften
        COPY kopieren=+kopiert duplizieren=+dupliziert
        REMIND erinnern=+erinnert
        DECIDE freigeben=+freigegeben frei|geben=gibt,gib,+freigegeben genehmigen=+genehmigt unterschreiben=+unterschrieben entscheiden=+entschieden ab|zeichnen unterzeichnen=+unterzeichnet
        TALK an|rufen=+angerufen telefonieren=+telefoniert besprechen=bespricht,+besprochen treffen=trifft,+getroffen
        """;

    private static final String SMALL = """
        SELF ich wir man assistent assistentin agent
        NOT nicht kein keine keinen keinem keiner nie niemals niemand nichts
        SUBORDINATE weil dass ob damit der die das welche welcher welches obwohl da während
        CONDITION wenn falls sobald sofern immer
        ARTICLE der die das den dem des ein eine einen einem einer
        PASSIVE wird werden muss müssen soll sollen
        PERFECT habe haben hat hatte hatten ist war waren bin sind
        MUST muss müssen soll sollen
        PURPOSE zu
        AND und oder
        FILLER also dann danach zuerst erst zunächst anschließend schließlich und aber ja äh ähm so gut genau ok okay na nun jetzt da hier eigentlich halt mal genau, naja am ende
        FIRST bevor ehe ohne erst vorher zuvor solange
        CORRECTION nein quatsch entschuldigung falsch vielmehr sondern beziehungsweise moment
        """;

    private static final String NOUNS = """
        MAIL e-mail email mail nachricht posteingang postfach antwort
        SHEET tabelle excel liste register spreadsheet arbeitsblatt
        FOLDER ordner verzeichnis
        TODO aufgabe wiedervorlage todo to-do
        CONTACT kontakt telefonnummer adresse
        EVENT termin kalender besprechung
        DOCUMENT dokument vertrag verträge brief schreiben bericht protokoll zusammenfassung rechnung angebot formular vorlage police akte notiz vermerk memo ordnung datei mahnung bestätigung unterlage antrag anträge abrechnung gutachten aufstellung übersicht auszug auszüge
        PERSON kolleg chef leiter leiterin partner frau herr sachbearbeiter sachbearbeiterin anwalt anwältin steuerberater buchhaltung geschäftsführer geschäftsführerin vorgesetzt abteilung compliance
        """;

    static final Tongue TONGUE = new Tongue(
            Language.GERMAN,
            Tongue.verbs(VERBS, German::verb),
            Tongue.nouns(NOUNS, true),
            Tongue.small(SMALL),
            "freigabe|genehmigung|unterschrift|zustimmung|einverstanden|okay von");

    private static Verb verb(Act act, String infinitive, List<String> irregular) {
        String prefix = infinitive.contains("|") ? infinitive.substring(0, infinitive.indexOf('|')) : "";
        String base = infinitive.substring(infinitive.indexOf('|') + 1);
        boolean rn = base.endsWith("ern") || base.endsWith("eln");
        String stem = base.substring(0, base.length() - (rn ? 1 : 2));
        Set<String> forms = new HashSet<>(Set.of(base, stem, stem + "e", stem + "t", stem + "et"));
        Set<String> participles = new HashSet<>();
        for (String form : irregular) {
            (form.startsWith("+") ? participles : forms).add(form.replace("+", ""));
        }
        if (participles.isEmpty()) {
            participles.add(prefix + "ge" + stem + "t");
            participles.add(prefix + "ge" + stem + "et");
        }
        return new Verb(act, prefix, forms, participles, Set.of(prefix + base));
    }
}
