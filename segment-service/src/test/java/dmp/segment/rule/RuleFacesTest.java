package dmp.segment.rule;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Text, JSON and tree are three faces of one rule. */
class RuleFacesTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @ParameterizedTest
    @ValueSource(longs = {1, 20261124, 77})
    void everyRuleSurvivesTextAndJson(long seed) throws Exception {
        RandomRules rules = new RandomRules(new Random(seed), List.of("other", "segment"));
        for (int i = 0; i < 20_000; i++) {
            Rule rule = rules.rule(4);

            String text = RuleText.print(rule);
            String json = JSON.writeValueAsString(RuleJson.write(rule));

            assertEquals(rule, RuleText.parse(text, Vocabulary.UNCHECKED), text);
            assertEquals(rule, RuleJson.read(JSON.readTree(json), Vocabulary.UNCHECKED), json);
            assertEquals(text, RuleText.print(RuleText.parse(text, Vocabulary.UNCHECKED)));
        }
    }

    @Test
    void junkIsRefusedAndNeverBreaksTheParser() {
        Random random = new Random(5);
        List<String> words = List.of(
                "trait",
                "a",
                "any",
                "under",
                "event",
                "page.path",
                "\"/x\"",
                "attribute",
                "geo.city",
                "=",
                "\"x\"",
                "\"",
                "(",
                ")",
                "and",
                "or",
                "not",
                "in",
                "7",
                "days",
                "at",
                "least",
                "between",
                "2",
                "times",
                ",",
                "<=",
                "!",
                "\\",
                "é",
                "since",
                "2026-11-01",
                "then",
                "within",
                "from",
                "source",
                "first",
                "last",
                "today",
                "this",
                "week",
                "\"Europe/London\"",
                "score",
                "sample",
                "sum",
                "most",
                "of",
                "for",
                "to",
                "%",
                "-3",
                "\u0000",
                "🙂");
        int accepted = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(words.get(random.nextInt(words.size()))).append(random.nextInt(5) == 0 ? "" : " ");
            }
            try {
                Rule rule = RuleText.parse(text.toString(), Vocabulary.UNCHECKED);
                assertEquals(rule, RuleText.parse(RuleText.print(rule), Vocabulary.UNCHECKED));
                accepted++;
            } catch (RuleRefused refused) {
                assertTrue(refused.errors().getFirst().line() >= 1);
            }
        }
        assertTrue(accepted > 0, "the words make some rules");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    TRAIT a At Least 1 Time IN THE LAST 30 Day        | trait a in 30 days
                    trait a at least 2 times within 1 weeks           | trait a at least 2 times in 1 week
                    trait a exactly 0 times in 7 days                 | trait a not in 7 days
                    trait a exactly 0 times                           | trait a never
                    trait a between 2 and 5 times since 2026-11-01T00:00:00Z | trait a between 2 and 5 times since 2026-11-01
                    trait a between 0 and 3 times                     | trait a at most 3 times
                    any trait under "/x/y/" then not any trait under "/" within 1 day | any trait under "/x/y" then not any trait under "/" within 1 day
                    attribute geo.point within 25 km of (51.50,-0.10) | attribute geo.point within 25 km of (51.5, -0.1)
                    sum of trait a at least 129.90 in the last 30 day | sum of trait a at least 129.9 in 30 days
                    sum of any trait under "/x/" between -5 and 0.000001 | sum of any trait under "/x" between -5 and 0.000001
                    sum of trait a from source crm at most 100.0 and trait b | sum of trait a from source crm at most 100 and trait b
                    (trait a and trait b) or trait c                  | trait a and trait b or trait c
                    trait a and (trait b or trait c)                  | trait a and (trait b or trait c)
                    not (trait a and not segment b)                   | not (trait a and not segment b)
                    attribute k in ("x","y") and attribute n >= 12.50 | attribute k in ("x", "y") and attribute n >= 12.5
                    attribute k starts with "x" or attribute k exists | attribute k starts with "x" or attribute k exists
                    """)
    void textHasOneCanonicalSpelling(String written, String canonical) throws RuleRefused {
        assertEquals(canonical, RuleText.print(RuleText.parse(written, Vocabulary.UNCHECKED)));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    trat gold                            | 1 | rule-syntax        | trait
                    gold                                 | 1 | rule-syntax        | trait gold
                    trait god                            | 7 | unknown-trait      | gold
                    trait gold att least 2 times         | 12 | rule-syntax       | at
                    trait gold at leest 2 times          | 15 | rule-syntax       | least
                    trait gold at least 2 tims           | 23 | rule-syntax       | times
                    trait gold in 30 dys                 | 18 | rule-syntax       | days
                    trait gold adn trait gold            | 12 | rule-syntax       | and
                    any trait undr "/x"                  | 11 | rule-syntax       | under
                    any trait under "x"                  | 17 | rule-folder       | "/x"
                    event (page.pat = "/x") in 3 days    | 8 | unknown-signal     | page.path
                    event (page.path = "/x") in 3 dys    | 31 | rule-syntax       | days
                    attribute geo.point within 5 kn of (1, 2) | 30 | rule-syntax  | km
                    sum of trait gold at last 5          | 22 | rule-syntax       | least
                    sum of trait gold att least 5        | 19 | rule-syntax       | at
                    sum of trait god at least 5          | 14 | unknown-trait     | gold
                    attribute geo.city = London          | 22 | rule-number       | "London"
                    attribute geo.city strats with "L"   | 20 | rule-syntax       | starts
                    """)
    void errorsPointAtThePlaceAndSayWhatWasMeant(String text, int column, String code, String suggestion) {
        RuleRefused refused = assertThrows(RuleRefused.class, () -> RuleText.parse(text, new OneTrait()));

        RuleError error = refused.errors().getFirst();
        assertEquals(
                List.of(1, column, code, suggestion),
                List.of(error.line(), error.column(), error.code(), error.suggestion()));
    }

    @Test
    void errorsNameTheLineAndAllUnknownWordsAtOnce() {
        RuleRefused refused = assertThrows(
                RuleRefused.class, () -> RuleText.parse("trait gould\n  and trait silver", new OneTrait()));

        assertEquals(
                List.of("1:7", "2:13"),
                refused.errors().stream()
                        .map(error -> error.line() + ":" + error.column())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    {"trait":"god"}                                       | /trait          | unknown-trait
                    {"trait":"gold","atLest":2}                           | /atLest         | rule-unknown-property
                    {"all":[{"trait":"gold"},{"triat":"gold"}]}           | /all/1/triat    | rule-unknown-property
                    {"trait":"gold","within":"30 dys"}                    | /within         | rule-window
                    {"trait":"gold","atLeast":"2"}                        | /atLeast        | rule-number
                    {"event":{"all":[{"signal":"page","exists":true}]}}   | /event/all/0/signal | unknown-signal
                    {"event":{"signal":"page.path"}}                      | /event          | rule-ambiguous
                    {"under":"x"}                                         | /under          | rule-folder
                    {"attribute":"geo.point","near":{"km":5,"latitude":91,"longitude":0}} | /near/latitude | rule-range
                    {"sum":"gold","atLeast":1}                            | /sum            | rule-type
                    {"sum":{"trait":"gold"}}                              | ``              | rule-ambiguous
                    {"sum":{"trait":"gold"},"atLeast":1.0000001}          | /atLeast        | rule-number
                    {"sum":{"trait":"gold"},"atMost":1e13}                | /atMost         | rule-number
                    {"sum":{"trait":"gold"},"between":[2,1]}              | /between        | rule-range
                    {"sum":{"trait":"gold","within":"1 day"},"atLeast":1} | /sum/within     | rule-unknown-property
                    {"any":[]}                                            | /any            | rule-type
                    {"attribute":"geo.city"}                              | ``              | rule-ambiguous
                    {"attribute":"geo.city","equals":"x","in":["y"]}      | ``              | rule-ambiguous
                    {"not":{"trait":"gold","since":"yesterday"}}          | /not/since      | rule-instant
                    {"attribute":"custom.n","lessThan":1e999}             | /lessThan       | rule-number
                    """)
    void jsonErrorsPointAtThePlace(String json, String pointer, String code) {
        RuleRefused refused = assertThrows(RuleRefused.class, () -> RuleJson.read(JSON.readTree(json), new OneTrait()));

        RuleError error = refused.errors().getFirst();
        assertEquals(List.of(pointer == null ? "" : pointer, code), List.of(error.pointer(), error.code()));
    }

    @Test
    void sizeAndDepthAreBounded() {
        String deep = "(".repeat(100_000 / 10) + "trait a";
        String nested = "not ".repeat(Bounds.DEPTH) + "trait a";
        String wide = "trait a or ".repeat(Bounds.NODES) + "trait a";
        String list = "attribute k in (" + "\"v\",".repeat(Bounds.VALUES) + "\"v\")";

        for (String text : List.of(deep, nested, wide, list)) {
            RuleRefused refused = assertThrows(RuleRefused.class, () -> RuleText.parse(text, Vocabulary.UNCHECKED));
            assertEquals("rule-too-large", refused.errors().getFirst().code());
        }
    }

    @Test
    void examplesOfTheReadmeAreRulesInTheirCanonicalForm() throws Exception {
        List<String> examples = Files.readString(Path.of("README.md"))
                .split("\n## Rules\n")[1]
                .lines()
                .takeWhile(line -> !line.startsWith("The grammar"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();

        assertTrue(examples.size() >= 5, examples::toString);
        for (String example : examples) {
            assertEquals(example, RuleText.print(RuleText.parse(example, Vocabulary.UNCHECKED)));
        }
    }

    @Test
    void dependenciesAreAllThatTheRuleNames() throws RuleRefused {
        Rule rule = RuleText.parse(
                "score of (1 for sum of trait c from source crm at least 5) at least 1 and trait a and not (segment s or attribute geo.city exists) and trait b since 2026-11-01 and any trait under \"/x\" never",
                Vocabulary.UNCHECKED);

        Dependencies dependencies = Dependencies.of(rule);

        assertEquals(
                "[a, b, c] [/x] [geo.city] [s] [crm]",
                dependencies.traits() + " " + dependencies.folders() + " " + dependencies.attributes() + " "
                        + dependencies.segments() + " " + dependencies.sources());
        assertEquals(
                new Recency.Since(Instant.parse("2026-11-01T00:00:00Z")),
                ((Rule.Trait) ((Rule.All) rule).rules().get(3)).recency());
    }

    /** Knows the trait gold and nothing else. */
    private static final class OneTrait implements Vocabulary {
        @Override
        public Optional<Refusal> refuseTrait(String id) {
            return id.equals("gold")
                    ? Optional.empty()
                    : Optional.of(new Refusal(
                            "unknown-trait",
                            "There is no trait " + id,
                            Similar.to(id, List.of("gold")).orElse(null)));
        }

        @Override
        public Optional<Refusal> refuseSummed(String id) {
            return refuseTrait(id);
        }

        @Override
        public Optional<Refusal> refuseFolder(String folder) {
            return refuseTrait(folder);
        }

        @Override
        public Optional<Refusal> refuseAttribute(String key) {
            return Optional.empty();
        }

        @Override
        public Optional<Refusal> refuseSignal(EventRule.Signal signal) {
            return signal.key().equals("page.path")
                    ? Optional.empty()
                    : Optional.of(new Refusal("unknown-signal", "There is no signal " + signal.key(), "page.path"));
        }

        @Override
        public Optional<Refusal> refuseSegment(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<String> meantBy(String word) {
            return word.equals("gold") ? Optional.of("trait gold") : Optional.empty();
        }
    }
}
