package dmp.segment.benchmark.service;

import java.util.HashMap;
import java.util.Map;

/** Options of a program, all of them numbers: {@code --name value}. */
final class Options {

    private final Map<String, Long> nameToValue;

    private Options(Map<String, Long> nameToValue) {
        this.nameToValue = nameToValue;
    }

    /**
     * @param defaults every option that there is
     * @throws IllegalArgumentException for any other
     */
    static Options of(String[] arguments, Map<String, Long> defaults) {
        Map<String, Long> values = new HashMap<>(defaults);
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].replaceFirst("^--", "");
            if (!defaults.containsKey(name) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "unknown option or no number: " + arguments[i] + "; there are " + defaults.keySet());
            }
            values.put(name, Long.valueOf(arguments[i + 1].replace("_", "")));
        }
        return new Options(values);
    }

    long get(String name) {
        return nameToValue.get(name);
    }
}
