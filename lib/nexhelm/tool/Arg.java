package nexhelm.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the type of an input cannot say. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Arg {
    /** One sentence, for people and for models. */
    String help();

    /** What models read instead of the help, where that speaks of the command line. */
    String told() default "";

    /** True for the argument without a flag. */
    boolean positional() default false;

    /** Flags of the command line; the long one is derived from the name when there is none here. */
    String[] flags() default {};

    /** Flags that read the text, or JSON, from a file ({@code -} is standard input). */
    String[] files() default {};

    /** The value when none is given, as text. */
    String fallback() default "";

    /** Smallest and largest number. */
    int min() default Integer.MIN_VALUE;

    int max() default Integer.MAX_VALUE;

    /** The only values that are allowed. */
    String[] values() default {};

    /** Values that descriptions name; the action itself judges what is given. */
    String[] choices() default {};

    /** Values that a shell proposes among others, where any word may be meant. */
    String[] known() default {};

    /** False for an input that assistants are not offered. */
    boolean mcp() default true;

    /**
     * True for an input that names a place on disk: assistants are offered it only where the operator gave them a folder
     * ({@code --files-root}).
     */
    boolean disk() default false;

    /** False for an input that the command line is not offered. */
    boolean cli() default true;
}
