package nexhelm.engine.sandbox;

import java.util.regex.Pattern;

/** What an e-mail address looks like here: one plain address, no display name, no list. */
public final class Addresses {

    private static final Pattern ONE =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})+");

    private Addresses() {}

    public static boolean isOne(String address) {
        return address.length() <= 254 && ONE.matcher(address).matches();
    }
}
