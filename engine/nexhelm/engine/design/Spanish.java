package nexhelm.engine.design;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nexhelm.engine.design.Tongue.Act;
import nexhelm.engine.design.Tongue.Verb;
import nexhelm.engine.language.Language;

/** Spanish words of the office: general knowledge, no list taken from a text. */
final class Spanish {
    private Spanish() {}

    private static final String VERBS = """
        READ abrir=+abierto,+abierta leer mirar consultar ver=veo,vemos,ve revisar recoger=recojo
        SEARCH buscar encontrar=encuentro,encuentra localizar
        CHECK comprobar=compruebo,comprueba verificar comparar calcular
        WRITE escribir=+escrito,+escrita redactar crear elaborar hacer=hago,hace,hacemos,haz resumir
        DRAFT preparar
        SEND enviar=envío,envía,envían mandar reenviar=reenvío,reenvía remitir
        UPDATE actualizar modificar corregir=corrijo,corrige cambiar
        ADD añadir agregar apuntar anotar registrar introducir=introduzco
        MOVE archivar mover=muevo,mueve guardar clasificar
        COPY copiar duplicar
        REMIND recordar=recuerdo,recuerda
        DECIDE aprobar=apruebo,aprueba,apruebe autorizar=autorice firmar=firme validar=valide decidir=decida
        TALK llamar telefonear hablar reunir=reúno,reúne
        """;

    private static final String SMALL = """
        SELF yo nosotros nosotras asistente agente
        NOT no nunca nadie nada jamás ningún ninguna
        SUBORDINATE que porque quien cual donde
        CONDITION si cuando siempre
        ARTICLE el la los las un una unos unas del al de este esta estos estas mi mis su sus nuestro nuestra nuestros nuestras cada
        PASSIVE es son ser se debe deben
        PERFECT he has ha hemos han había fue fueron
        MUST debe deben tiene tienen debemos hay
        PURPOSE para
        AND y e o
        FILLER bueno pues entonces luego después y pero eh sí vale primero finalmente ahora también mira
        FIRST antes sin hasta
        CORRECTION no perdón digo mejor espera
        """;

    private static final String NOUNS = """
        MAIL correo e-mail email mensaje bandeja
        SHEET tabla excel hoja registro lista planilla
        FOLDER carpeta directorio
        TODO tarea recordatorio pendiente
        CONTACT contacto dirección teléfono
        EVENT cita reunión agenda calendario
        DOCUMENT documento contrato carta informe acta resumen factura oferta presupuesto formulario plantilla nota archivo extracto solicitud póliza memorando tarifa borrador expediente
        PERSON colega compañer jefe jefa director directora socio socia responsable señor señora contable abogad gerente departamento
        """;

    static final Tongue TONGUE = new Tongue(
            Language.SPANISH,
            Tongue.verbs(VERBS, Spanish::verb),
            Tongue.nouns(NOUNS, false),
            Tongue.small(SMALL),
            "aprobación|visto bueno|autorización|firma de|conformidad");

    private static Verb verb(Act act, String infinitive, List<String> irregular) {
        String stem = infinitive.substring(0, infinitive.length() - 2);
        String vowel = infinitive.substring(infinitive.length() - 2, infinitive.length() - 1);
        Set<String> forms = new HashSet<>(Set.of(infinitive, stem + "o", stem + (vowel.equals("a") ? "a" : "e")));
        forms.add(stem + (vowel.equals("a") ? "an" : "en"));
        forms.add(stem + (vowel.equals("a") ? "amos" : vowel.equals("e") ? "emos" : "imos"));
        Set<String> participles = new HashSet<>();
        for (String form : irregular) {
            (form.startsWith("+") ? participles : forms).add(form.replace("+", ""));
        }
        if (participles.isEmpty()) {
            String middle = vowel.equals("a") ? "ad" : "id";
            participles.addAll(
                    List.of(stem + middle + "o", stem + middle + "a", stem + middle + "os", stem + middle + "as"));
        }
        Set<String> infinitives = new HashSet<>(Set.of(infinitive));
        for (String pronoun : List.of("lo", "la", "los", "las", "le", "les", "me", "nos", "selo", "sela", "selos")) {
            infinitives.add(infinitive + pronoun);
        }
        return new Verb(act, "", forms, participles, infinitives);
    }
}
