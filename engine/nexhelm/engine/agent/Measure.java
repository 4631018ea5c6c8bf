package nexhelm.engine.agent;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Units of length, area, weight and volume: how papers write them, and by which words people mean what is measured in them. */
final class Measure {

    /** The ways in which a unit is written behind a number. */
    static final String WRITTEN =
            "m²|m2|sqm|square met(?:re|er)s?|mm|cm|km|met(?:re|er)s?|m|kg|kilos?|kilograms?|grams?|g"
                    + "|tonnes?|t|lit(?:re|er)s?|ml|l";

    private static final Map<String, Set<String>> WORDS = Map.of(
            "m", Stems.set("metre meter length width height depth"),
            "m²", Stems.set("metre meter area surface"),
            "kg", Stems.set("kilo kilogram weight"),
            "l", Stems.set("litre liter volume"));

    private static final Set<String> EXTENTS = Stems.set("length width height depth");

    private Measure() {}

    /** The symbol of a unit however it is written; empty for what is no such unit. */
    static Optional<String> symbol(String unit) {
        return switch (unit) {
            case "m²", "m2", "sqm", "square metre", "square metres", "square meter", "square meters" ->
                Optional.of("m²");
            case "m", "metre", "metres", "meter", "meters" -> Optional.of("m");
            case "mm", "cm", "km", "ml", "t", "g" -> Optional.of(unit);
            case "gram", "grams" -> Optional.of("g");
            case "tonne", "tonnes" -> Optional.of("t");
            case "kg", "kilo", "kilos", "kilogram", "kilograms" -> Optional.of("kg");
            case "l", "litre", "litres", "liter", "liters" -> Optional.of("l");
            default -> Optional.empty();
        };
    }

    /** Whether words such as "kilos" or "the length" mean something that is measured in a unit. */
    static boolean meant(Set<String> stems, String unit) {
        boolean square = stems.contains("squar");
        return !(square && unit.equals("m"))
                && WORDS.getOrDefault(unit, Set.of()).stream().anyMatch(stems::contains);
    }

    /** Whether a key names another extent than was asked for: a height is no length. */
    static boolean another(Set<String> said, Set<String> key) {
        return EXTENTS.stream().anyMatch(said::contains)
                && key.stream().anyMatch(EXTENTS::contains)
                && key.stream().noneMatch(s -> EXTENTS.contains(s) && said.contains(s));
    }

    /** Whether words mean something measured in any unit. */
    static boolean meant(Set<String> stems) {
        return WORDS.keySet().stream().anyMatch(unit -> meant(stems, unit));
    }
}
