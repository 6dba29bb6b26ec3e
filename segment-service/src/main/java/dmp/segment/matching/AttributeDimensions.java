package dmp.segment.matching;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import dmp.segment.rule.Constraint;
import dmp.segment.rule.Constraint.Comparison;

/**
 * What rules ask of one attribute: up to one dimension for the texts it is compared with, one for the numbers, and one for
 * each pattern.
 */
final class AttributeDimensions {

    /** The attribute is known and has none of the values that rules name. */
    static final int OTHER = 1;

    private static final int FIRST_VALUE = 2;

    /** So many digits fit a long with room to spare. */
    private static final int SHORT = 18;

    int exact = Dimensions.NONE;
    int number = Dimensions.NONE;
    int firstPattern = Dimensions.NONE;

    private final Map<String, Integer> valueToCell = new HashMap<>();
    private final List<Constraint> patterns = new ArrayList<>();
    private final Constraint[] less;
    private final Constraint[] equal;
    /** Each bound rounded down, and whether that is the bound itself. */
    private final long[] floors;

    private final boolean[] whole;
    private final Map<BigDecimal, Integer> boundToIndex = new HashMap<>();

    private AttributeDimensions(TreeSet<BigDecimal> bounds) {
        less = new Constraint[bounds.size()];
        equal = new Constraint[bounds.size()];
        floors = new long[bounds.size()];
        whole = new boolean[bounds.size()];
        int i = 0;
        for (BigDecimal bound : bounds) {
            boundToIndex.put(bound, i);
            less[i] = new Constraint.Compare(Comparison.LESS, bound);
            equal[i] = new Constraint.Compare(Comparison.EQUAL, bound);
            BigDecimal floor = bound.setScale(0, RoundingMode.FLOOR);
            floors[i] = floor.max(BigDecimal.valueOf(Long.MIN_VALUE))
                    .min(BigDecimal.valueOf(Long.MAX_VALUE))
                    .longValueExact();
            whole[i] = floor.compareTo(bound) == 0;
            i++;
        }
    }

    /** @param asked all constraints on the attribute, as often as they are asked */
    static AttributeDimensions of(List<Constraint> asked, Dimensions dimensions) {
        Map<String, Integer> valueToMentions = new HashMap<>();
        TreeSet<BigDecimal> bounds = new TreeSet<>();
        TreeSet<Constraint> patterns = new TreeSet<>(Comparator.comparing(Constraint::toString));
        boolean known = false;
        for (Constraint constraint : asked) {
            switch (constraint) {
                case Constraint.Exists() -> known = true;
                case Constraint.Equals(String value) -> valueToMentions.merge(value, 1, Integer::sum);
                case Constraint.In(List<String> values) ->
                    values.forEach(value -> valueToMentions.merge(value, 1, Integer::sum));
                case Constraint.Compare compare -> bounds.add(compare.number());
                case Constraint.Between between -> bounds.addAll(List.of(between.low(), between.high()));
                case Constraint.Prefix _, Constraint.Suffix _, Constraint.Contains _, Constraint.Near _ ->
                    patterns.add(constraint);
            }
        }
        AttributeDimensions result = new AttributeDimensions(bounds);
        if (known || !valueToMentions.isEmpty()) {
            // The most popular first: they get rows of their own.
            valueToMentions.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .forEach(entry -> result.valueToCell.put(entry.getKey(), FIRST_VALUE + result.valueToCell.size()));
            result.exact = dimensions.add(Dimensions.Kind.EXACT, FIRST_VALUE + valueToMentions.size());
            valueToMentions.forEach(
                    (value, mentions) -> dimensions.mentioned(result.exact, result.valueToCell.get(value), mentions));
        }
        if (!bounds.isEmpty()) {
            result.number = dimensions.add(Dimensions.Kind.ORDERED, 2 * bounds.size() + 2);
        }
        for (Constraint pattern : patterns) {
            int dimension = dimensions.add(Dimensions.Kind.ORDERED, 2);
            result.firstPattern = result.firstPattern == Dimensions.NONE ? dimension : result.firstPattern;
            result.patterns.add(pattern);
        }
        return result;
    }

    Formula formula(Constraint constraint) {
        return switch (constraint) {
            case Constraint.Exists() -> Formula.on(exact, Cells.KNOWN);
            case Constraint.Equals(String value) -> Formula.on(exact, Cells.of(valueToCell.get(value)));
            case Constraint.In(List<String> values) ->
                Formula.on(
                        exact,
                        Cells.of(values.stream()
                                .mapToInt(valueToCell::get)
                                .distinct()
                                .toArray()));
            case Constraint.Compare(Comparison comparison, BigDecimal bound) ->
                Formula.on(number, cells(comparison, boundToIndex.get(bound)));
            case Constraint.Between(BigDecimal low, BigDecimal high) ->
                Formula.on(
                        number,
                        cells(Comparison.AT_LEAST, boundToIndex.get(low))
                                .and(cells(Comparison.AT_MOST, boundToIndex.get(high))));
            case Constraint.Prefix _, Constraint.Suffix _, Constraint.Contains _, Constraint.Near _ ->
                Formula.on(firstPattern + patterns.indexOf(constraint), Cells.KNOWN);
        };
    }

    /** Cell {@code 2 i + 2} is bound i itself, {@code 2 i + 1} what lies below it and above the bound before. */
    private Cells cells(Comparison comparison, int i) {
        int on = 2 * i + 2;
        return switch (comparison) {
            case EQUAL -> Cells.of(on);
            case LESS -> Cells.between(1, on - 1);
            case AT_MOST -> Cells.between(1, on);
            case GREATER -> Cells.from(on + 1);
            case AT_LEAST -> Cells.from(on);
        };
    }

    void read(String value, Cellular into) {
        if (exact != Dimensions.NONE) {
            into.set(exact, value == null ? 0 : valueToCell.getOrDefault(value, OTHER));
        }
        if (number != Dimensions.NONE) {
            into.set(number, value == null ? 0 : numberCell(value));
        }
        for (int i = 0; i < patterns.size(); i++) {
            into.set(firstPattern + i, value != null && patterns.get(i).admits(value) ? 1 : 0);
        }
    }

    private int numberCell(String value) {
        int start = !value.isEmpty() && value.charAt(0) == '-' ? 1 : 0;
        int digits = value.length() - start;
        if (digits == 0) {
            return 0;
        }
        if (digits > SHORT) {
            return slowCell(value);
        }
        long number = 0;
        for (int i = start; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return slowCell(value);
            }
            number = 10 * number + digit;
        }
        return cell(start == 1 ? -number : number);
    }

    private int cell(long number) {
        int low = 0;
        int high = floors.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (floors[middle] < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        // A bound such as 3.5 has the floor 3 and lies above the number 3: after the bound 3, if there is one.
        return 2 * low + (low < floors.length && floors[low] == number && whole[low] ? 2 : 1);
    }

    /** For what is not a small whole number: asks the constraints themselves, which know how numbers are spelled. */
    private int slowCell(String value) {
        int low = 0;
        int high = less.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (less[middle].admits(value) || equal[middle].admits(value)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (low < less.length) {
            return equal[low].admits(value) ? 2 * low + 2 : 2 * low + 1;
        }
        // Above all bounds, or no number at all.
        return isAbove(less[less.length - 1], value) ? 2 * low + 1 : 0;
    }

    private static boolean isAbove(Constraint less, String value) {
        return new Constraint.Compare(Comparison.GREATER, ((Constraint.Compare) less).number()).admits(value);
    }
}
