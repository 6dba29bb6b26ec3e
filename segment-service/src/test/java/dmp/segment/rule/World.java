package dmp.segment.rule;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What random rules and random profiles are about. */
public enum World {
    /** Few names, so that rules have much to disagree about. */
    NARROW(List.of("a", "b", "in", "not"), List.of(), List.of(), 120, 4, 0.7, Each.ANYTHING),

    /** So many names that a rule asks for something rare, and more values and bounds than are told apart one by one. */
    WIDE(named("trait", 60), and(named("value", 150), decimals(40)), decimals(120), 40, 4, 0.1, Each.ANYTHING),

    /** Two traits that are counted to more than is told apart one by one. */
    FREQUENT(List.of("a", "b"), List.of(), List.of(), 3, 90, 0.9, Each.ANYTHING),

    /** Each rule needs a trait that hardly anybody has, so that most of an index does not come into question. */
    RARE(named("trait", 400), List.of(), List.of(), 120, 4, 0.01, Each.A_TRAIT),

    /** Each rule compares numbers, with more bounds and of more values than are told apart one by one. */
    NUMERIC(List.of("a", "b"), decimals(120), decimals(120), 120, 4, 0.5, Each.A_NUMBER);

    /** What each rule asks for, besides what it asks for anyway. */
    public enum Each {
        ANYTHING,
        A_TRAIT,
        A_NUMBER
    }

    public final List<String> traits;
    /** A condition on events behind which stands one of the traits. */
    public final EventRule event = new EventRule.Signal("page.path", new Constraint.Prefix("/pricing"));

    /** Where they are filed: a third in each of two folders, one below the other, and a third nowhere in particular. */
    public final Map<String, String> traitToFolder;

    /** Folders that rules may name: with traits, and one without. */
    public final List<String> folders = List.of("/", "/x", "/x/y", "/x/yes");

    public final List<String> attributes = List.of("geo.city", "device.type", "custom.basket_value");
    public final List<String> texts;
    /** With which values are compared. */
    public final List<String> numbers;

    /** Windows are of up to so many seconds, or a few minutes. */
    public final int windows;

    /** Rules name counts below this one. */
    public final int times;

    /** The share of all traits that a source tells of an identifier. */
    public final double share;

    public final Each each;

    World(
            List<String> traits,
            List<String> texts,
            List<String> numbers,
            int windows,
            int times,
            double share,
            Each each) {
        this.traits = and(traits, List.of(event.traitId()));
        this.traitToFolder = IntStream.range(0, this.traits.size())
                .boxed()
                .collect(Collectors.toMap(
                        this.traits::get, i -> List.of("/x", "/x/y", "/").get(i % 3)));
        this.texts = and(
                List.of(
                        "London",
                        "51.5,-0.1",
                        "-33.9,151.2",
                        "12",
                        "12.50",
                        "-3",
                        "quote \" and \\ and\nline",
                        "",
                        "and",
                        "”"),
                texts);
        this.numbers = and(List.of("0", "12.5", "12.50", "-3", "100", "0.0000001", "1e5"), numbers);
        this.windows = windows;
        this.times = times;
        this.share = share;
        this.each = each;
    }

    private static List<String> and(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static List<String> named(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    /** Whole numbers and halves around zero, and some around what is the greatest for a long. */
    private static List<String> decimals(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        i % 20 == 19 ? "9223372036854775" + (i + 780) : (i - count / 2) / 2 + (i % 2 == 0 ? "" : ".5"))
                .toList();
    }
}
