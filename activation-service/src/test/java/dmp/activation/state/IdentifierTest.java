package dmp.activation.state;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class IdentifierTest {

    @ParameterizedTest
    @CsvSource({"cookie:abc,cookie,abc", "ttd:a:b,ttd,a:b", "partner:crm:1042,partner:crm,1042"})
    void namespaceOfAPartnerIncludesItsCode(String text, String namespace, String value) {
        Identifier identifier = Identifier.of(text);

        assertEquals(new Identifier(namespace, value), identifier);
        assertEquals(text, identifier.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cookie", ":x", "cookie:", "partner:crm", "partner:crm:"})
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Identifier.of(text));
    }
}
