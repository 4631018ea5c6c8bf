package nexhelm.engine.auth;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Argon2id hashes of passwords. */
public final class Passwords {

    public static final int SHORTEST = 8;

    private static final Argon2Function ARGON = Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);

    /** Each check takes 19 MB; a crowd of them waits instead of taking the engine's memory. */
    private static final Semaphore AT_ONCE = new Semaphore(4);

    private Passwords() {}

    public static String hash(String password) {
        return Password.hash(password).addRandomSalt(16).with(ARGON).getResult();
    }

    /** Checks a password; an account that is not there costs the same time as one that is. */
    static boolean fits(String password, Optional<String> hash) {
        AT_ONCE.acquireUninterruptibly();
        try {
            boolean fits = Password.check(password, hash.orElse(Nobody.HASH)).with(ARGON);
            return fits && hash.isPresent();
        } finally {
            AT_ONCE.release();
        }
    }

    /** A hash that no sign-in can meet, made when it is first needed. */
    private static final class Nobody {
        static final String HASH = Passwords.hash("an account that does not exist");
    }
}
