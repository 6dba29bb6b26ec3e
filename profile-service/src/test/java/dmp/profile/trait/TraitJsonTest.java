package dmp.profile.trait;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dmp.profile.access.Problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class TraitJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aTraitIsReadAsItIsWritten() throws JsonProcessingException {
        Trait trait = new Trait(
                "adult",
                "Adult",
                "/People",
                new Trait.RuleBased(new Rule.Compares("custom.age", Rule.Comparison.AT_LEAST, new BigDecimal("18"))),
                "custom.basket_value",
                Duration.ofDays(30),
                false);

        assertEquals(trait, TraitJson.read(JSON.readTree(TraitJson.write(trait).toString()), null));
    }

    @Test
    void anIdIsMadeFromTheName() throws JsonProcessingException {
        Trait trait = TraitJson.read(
                JSON.readTree(
                        "{\"name\":\"Café & Bar – visitors!\",\"kind\":\"onboarded\",\"source\":\"crm\",\"code\":\"c\"}"),
                null);

        assertEquals("cafe-bar-visitors", trait.id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                                                           |              | type",
                "{\"id\":\"x\"}                                                               | /kind        | missing",
                "{\"id\":\"X!\",\"kind\":\"onboarded\",\"source\":\"s\",\"code\":\"c\"}       | /id          | id",
                "{\"id\":\"x\",\"kind\":\"rule\"}                                             | /rule        | missing",
                "{\"id\":\"x\",\"kind\":\"magic\"}                                            | /kind        | kind",
                "{\"id\":\"x\",\"kind\":\"onboarded\",\"source\":\"s\"}                       | /code        | missing",
                "{\"id\":\"x\",\"kind\":\"onboarded\",\"source\":\"s\",\"code\":\"c\",\"ttl\":\"month\"} | /ttl | ttl",
                "{\"id\":\"x\",\"kind\":\"onboarded\",\"source\":\"s\",\"code\":\"c\",\"value\":\"geo.city\"} | /value | value",
                "{\"id\":\"x\",\"kind\":\"rule\",\"rule\":{\"all\":[]}}                       | /rule/all    | type",
                "{\"id\":\"x\",\"kind\":\"rule\",\"rule\":{\"not\":{\"signal\":\"geo.city\"}}} | /rule/not   | operator",
                "{\"id\":\"x\",\"kind\":\"rule\",\"rule\":{\"signal\":\"citty\",\"equals\":\"L\"}} | /rule/signal | unknown-signal",
                "{\"id\":\"x\",\"kind\":\"rule\",\"rule\":{\"signal\":\"geo.city\",\"equals\":5}} | /rule/equals | type-mismatch",
                "{\"id\":\"x\",\"kind\":\"rule\",\"rule\":{\"signal\":\"geo.city\",\"in\":[\"a\",1]}} | /rule/in/1 | type-mismatch",
                "{\"id\":\"x\",\"kind\":\"rule\",\"rule\":{\"signal\":\"custom.a\",\"atMost\":\"5\"}} | /rule/atMost | type-mismatch",
                "{\"id\":\"x\",\"kind\":\"rule\",\"rule\":{\"signal\":\"custom.a\",\"exists\":1}} | /rule/exists | type",
                "{\"id\":\"x\",\"kind\":\"rule\",\"rule\":{\"all\":[{\"signal\":\"custom.a\",\"exists\":true}],\"any\":[]}} | /rule/any | unknown-property"
            })
    void aFaultIsNamedWithItsPlace(String body, String pointer, String code) {
        Problem problem = assertThrows(Problem.class, () -> TraitJson.read(JSON.readTree(body), null));

        assertEquals(
                List.of(code), faults(problem).stream().map(Problem.Fault::code).toList());
        assertEquals(pointer == null ? "" : pointer, faults(problem).getFirst().pointer());
    }

    @SuppressWarnings("unchecked")
    private static List<Problem.Fault> faults(Problem problem) {
        Map<String, Object> parameters = problem.getParameters();
        return (List<Problem.Fault>) parameters.get("errors");
    }
}
