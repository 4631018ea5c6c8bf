package nexhelm.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import nexhelm.Failure;
import nexhelm.json.Json;

/** The inputs of an action: what its record says, and how raw values become it. */
public final class Inputs {

    private Inputs() {}

    /** The kinds of value an input takes. */
    public enum Kind {
        TEXT,
        NUMBER,
        FLAG,
        OBJECT,
        LIST
    }

    /**
     * One input.
     *
     * @param name     its wire name
     * @param kind     what it takes
     * @param required true when it has neither a default nor an {@code Optional}
     */
    public record Input(String name, Kind kind, boolean required, Arg arg) {

        /** The flags of the command line, the derived long one included. */
        public List<String> flags() {
            if (arg.positional()) {
                return List.of();
            }
            List<String> flags = new ArrayList<>(List.of(arg.flags()));
            if (flags.stream().noneMatch(flag -> flag.startsWith("--")) && arg.cli()) {
                flags.add("--" + name.replace('_', '-'));
            }
            return flags;
        }

        /** Its name in usage lines. */
        public String label() {
            return name.toUpperCase(Locale.ROOT);
        }
    }

    /** The inputs of a record in their order. */
    public static List<Input> of(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents()).map(Inputs::input).toList();
    }

    /** Makes the record from raw values; unknown names are ignored, strings are taken literally. */
    public static <I extends Record> I bind(Class<I> type, ObjectNode raw) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = value(input(components[i]), components[i], raw.get(wire(components[i].getName())));
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<I> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A rule between inputs: exactly one of two is given; blank text counts as not given. */
    public static void exactlyOne(String what, boolean first, String firstName, boolean second, String secondName) {
        if (first && second) {
            throw Failure.input(what + ": " + firstName + " and " + secondName + " are mutually exclusive");
        }
        if (!first && !second) {
            throw Failure.input(what + " requires either " + firstName + " or " + secondName);
        }
    }

    /** True for text with something in it. */
    public static boolean given(Optional<String> text) {
        return text.filter(value -> !value.isBlank()).isPresent();
    }

    private static Input input(RecordComponent component) {
        Class<?> type = component.getType();
        boolean optional = type == Optional.class;
        if (optional) {
            type = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        }
        Kind kind = type == String.class
                ? Kind.TEXT
                : type == int.class || type == Integer.class
                        ? Kind.NUMBER
                        : type == boolean.class ? Kind.FLAG : type == List.class ? Kind.LIST : Kind.OBJECT;
        Arg arg = component.getAnnotation(Arg.class);
        return new Input(
                wire(component.getName()),
                kind,
                !optional
                        && kind != Kind.FLAG
                        && kind != Kind.LIST
                        && arg.fallback().isEmpty(),
                arg);
    }

    private static Object value(Input input, RecordComponent component, JsonNode given) {
        boolean optional = component.getType() == Optional.class;
        if (given == null || given.isNull()) {
            if (input.required()) {
                throw Failure.input(input.name() + " is required");
            }
            return optional ? Optional.empty() : fallback(input);
        }
        Object value = switch (input.kind()) {
            case TEXT -> text(input, given);
            case NUMBER -> number(input, given);
            case FLAG -> flag(input, given);
            case OBJECT -> object(input, given);
            case LIST -> list(input, given);
        };
        if (input.required() && value instanceof String text && text.isBlank()) {
            throw Failure.input(input.name() + " is required: it is empty");
        }
        return optional ? Optional.of(value) : value;
    }

    private static Object fallback(Input input) {
        return switch (input.kind()) {
            case TEXT -> input.arg().fallback();
            case NUMBER -> Integer.valueOf(input.arg().fallback());
            case FLAG -> Boolean.valueOf(input.arg().fallback());
            case OBJECT -> Json.object();
            case LIST -> List.of();
        };
    }

    private static String text(Input input, JsonNode given) {
        if (!given.isTextual()) {
            throw Failure.input(input.name() + " must be text, not " + kind(given));
        }
        String[] values = input.arg().values();
        if (values.length > 0 && !List.of(values).contains(given.textValue())) {
            throw Failure.input(input.name() + " must be one of " + String.join(", ", values) + ", not '"
                    + given.textValue() + "'");
        }
        return given.textValue();
    }

    private static Integer number(Input input, JsonNode given) {
        int value;
        try {
            value = given.isIntegralNumber()
                    ? Math.toIntExact(given.longValue())
                    : given.isTextual() ? Integer.parseInt(given.textValue().trim()) : bad(input, given);
        } catch (NumberFormatException | ArithmeticException e) {
            value = bad(input, given);
        }
        int min = input.arg().min();
        int max = input.arg().max();
        if (value < min || value > max) {
            throw Failure.usage(input.name() + " must be from " + min + " to " + max + ", not " + value);
        }
        return value;
    }

    private static int bad(Input input, JsonNode given) {
        throw Failure.usage(input.name() + " must be a whole number, not " + given);
    }

    private static Boolean flag(Input input, JsonNode given) {
        String text = given.asText();
        if (given.isBoolean() || text.equals("true") || text.equals("false")) {
            return given.isBoolean() ? given.booleanValue() : Boolean.valueOf(text);
        }
        throw Failure.input(input.name() + " must be true or false, not " + given);
    }

    private static JsonNode object(Input input, JsonNode given) {
        JsonNode value = given;
        if (given.isTextual()) {
            try {
                value = Json.parse(given.textValue());
            } catch (Json.Malformed e) {
                throw Failure.input(input.name() + " is " + e.getMessage());
            }
        }
        if (!value.isObject()) {
            throw Failure.input(input.name() + " must be a JSON object, not " + kind(value));
        }
        return value;
    }

    private static List<String> list(Input input, JsonNode given) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : given.isTextual() ? Json.array().add(given) : given) {
            if (!element.isTextual()) {
                throw Failure.input(input.name() + " must be a list of texts, not of " + kind(element));
            }
            texts.add(element.textValue());
        }
        if (!given.isArray() && !given.isTextual()) {
            throw Failure.input(input.name() + " must be a list of texts, not " + kind(given));
        }
        return List.copyOf(texts);
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            default -> "null";
        };
    }

    private static String wire(String component) {
        return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
