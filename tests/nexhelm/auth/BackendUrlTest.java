package nexhelm.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import nexhelm.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses that would receive a token or a password. */
class BackendUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.nexhelm.ai",
                "https://www.nexhelm.ai",
                "https://nexhelm.ai/",
                "HTTPS://API.NexHelm.AI",
                "https://api.nexhelm.ai.",
                "https://api.nexhelm.ai:443/x",
                "https://api.nexhelm.ai:8443",
                "http://api.nexhelm.ai",
                "api.nexhelm.ai",
                "api.nexhelm.ai:443",
                " https://api.nexhelm.ai ",
                "https://x@api.nexhelm.ai",
                "https://api-staging.nexhelm.ai@api.nexhelm.ai/",
                "https://api.nexhelm.ai/?x=https://api-staging.nexhelm.ai",
                "https://api.nexhelm.ai#@api-staging.nexhelm.ai",
            })
    void production_is_refused_however_it_is_written(String url) {
        var e = assertThrows(Failure.class, () -> BackendUrl.check(url));
        assertEquals(2, e.exit());
        assertTrue(e.getMessage().contains("production host"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://backend.test",
                "http://127.0.0.1.evil.test",
                "http://localhost.evil.test",
                "http://evil.test#127.0.0.1",
                "http://[2001:db8::1]:80",
                "http://0.0.0.0",
                "http://10.0.0.1",
                "HTTP://backend.test",
            })
    void plain_http_is_for_this_machine_only(String url) {
        var e = assertThrows(Failure.class, () -> BackendUrl.check(url));
        assertEquals(2, e.exit());
        assertTrue(e.getMessage().contains("plain http to another machine"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "backend.test",
                "ftp://backend.test",
                "file:///etc/passwd",
                "https:/api.nexhelm.ai",
                "https:api.nexhelm.ai",
                "//api.nexhelm.ai",
                "https://",
                "https:///x",
                "https://api.nexhelm.ai..",
                "https://api.nexhelm.ai\\@backend.test",
                "https://api.nexhelm.ai\n.test",
                "https://back end.test",
                "https://api\uFF0Enexhelm\uFF0Eai",
                "https://api.nexhelm.ai%2e",
                "javascript:alert(1)",
            })
    void what_is_no_address_is_refused(String url) {
        assertEquals(2, assertThrows(Failure.class, () -> BackendUrl.check(url)).exit());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ada:geheim@backend.test",
                "https://geheim@backend.test",
                "http://geheim@127.0.0.1:80",
                "http://127.0.0.1@evil.test/geheim",
                "https://backend.test?geheim",
                "https://backend.test/#geheim",
            })
    void an_address_carries_nothing_but_host_port_and_path(String url) {
        var e = assertThrows(Failure.class, () -> BackendUrl.check(url));
        assertEquals(2, e.exit());
        assertFalse(e.getMessage().contains("geheim"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api-staging.nexhelm.ai",
                "https://notnexhelm.ai",
                "https://api.nexhelm.ai.test",
                "https://backend.test:8443/base/path",
                "http://127.0.0.1:7867",
                "http://127.8.9.10",
                "http://localhost:1",
                "http://LOCALHOST:1",
                "http://[::1]:7867",
                "http://engine.localhost",
            })
    void staging_others_and_this_machine_are_fine(String url) {
        assertEquals(url, BackendUrl.check(url));
    }

    @Test
    void slashes_at_the_end_and_spaces_around_go() {
        assertEquals("https://backend.test/base", BackendUrl.check(" https://backend.test/base// "));
    }
}
