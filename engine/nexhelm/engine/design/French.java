package nexhelm.engine.design;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nexhelm.engine.design.Tongue.Act;
import nexhelm.engine.design.Tongue.Verb;
import nexhelm.engine.language.Language;

/** French words of the office: general knowledge, no list taken from a text. */
final class French {
    private French() {}

    /** Regular verbs in -er need no forms. */
    private static final String VERBS = """
        READ ouvrir=ouvre,ouvrons,ouvrez,ouvrent,+ouvert,+ouverte lire=lis,lit,lisons,lisez,lisent,+lu,+lue consulter regarder prendre=prends,prend,prenons,+pris récupérer
        SEARCH chercher rechercher trouver retrouver
        CHECK vérifier contrôler comparer calculer
        WRITE écrire=écris,écrit,écrivons,écrivez,écrivent,+écrit,+écrite rédiger créer établir=établis,établit,établissons,+établi faire=fais,fait,faisons,faites résumer
        DRAFT préparer
        SEND envoyer=envoie,envoies,envoient,+envoyé,+envoyée transmettre=transmets,transmet,transmettons,+transmis,+transmise expédier
        UPDATE actualiser modifier corriger compléter=complète,complètent mettre=mets,met,mettons,mettez,+mis,+mise
        ADD ajouter inscrire=inscris,inscrit,inscrivons,+inscrit,+inscrite saisir=saisis,saisit,saisissons,+saisi reporter noter
        MOVE enregistrer classer déplacer archiver ranger
        COPY copier dupliquer
        REMIND rappeler=rappelle,rappelles
        DECIDE approuver valider signer autoriser décider
        TALK appeler=appelle,appelles,appellent téléphoner rencontrer discuter
        """;

    private static final String SMALL = """
        SELF je j nous on assistant agent
        NOT ne n pas jamais personne rien aucun aucune
        SUBORDINATE que qui parce car dont où
        CONDITION si quand lorsque dès chaque
        ARTICLE le la les l un une des du de d au aux ce cet cette ces mon ma mes notre nos votre vos leur leurs son sa ses
        PASSIVE est sont être doit doivent
        PERFECT ai as a avons avez ont avais avait était étaient
        MUST doit doivent faut dois devons
        PURPOSE pour afin
        AND et ou puis
        FILLER alors donc ensuite puis et mais euh ben bon voilà oui ok d'accord d'abord enfin après
        FIRST avant sans tant
        CORRECTION non pardon enfin plutôt attendez
        """;

    private static final String NOUNS = """
        MAIL mail e-mail email courriel message boîte
        SHEET tableau tableur excel feuille registre liste
        FOLDER dossier répertoire
        TODO tâche rappel
        CONTACT contact adresse coordonnée
        EVENT rendez-vous réunion agenda calendrier
        DOCUMENT document contrat lettre rapport procès-verbal résumé synthèse facture offre devis formulaire modèle note fichier relevé attestation demande bail courrier mémo barème grille compte-rendu
        PERSON collègue chef cheffe directeur directrice associé associée responsable madame monsieur comptable avocat juriste service gérant gérante
        """;

    static final Tongue TONGUE = new Tongue(
            Language.FRENCH,
            Tongue.verbs(VERBS, French::verb),
            Tongue.nouns(NOUNS, false),
            Tongue.small(SMALL),
            "accord|validation|approbation|signature|feu vert");

    private static Verb verb(Act act, String infinitive, List<String> irregular) {
        Set<String> forms = new HashSet<>(Set.of(infinitive));
        Set<String> participles = new HashSet<>();
        for (String form : irregular) {
            (form.startsWith("+") ? participles : forms).add(form.replace("+", ""));
        }
        if (infinitive.endsWith("er")) {
            String stem = infinitive.substring(0, infinitive.length() - 2);
            // é becomes è before a silent ending: récupérer, je récupère
            String silent = stem.replaceFirst("é([^aeiouyé]+)$", "è$1");
            String soft = stem.endsWith("g") ? stem + "e" : stem.endsWith("c") ? stem.replaceAll("c$", "ç") : stem;
            forms.addAll(List.of(silent + "e", silent + "es", soft + "ons", stem + "ez", silent + "ent"));
            participles.addAll(List.of(stem + "é", stem + "ée", stem + "és", stem + "ées"));
        }
        return new Verb(act, "", forms, participles, Set.of(infinitive));
    }
}
