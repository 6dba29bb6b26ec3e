package dmp.profile.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts that writers and readers of a format know by their place. Belongs to the format: may not be changed without a new one. */
public final class Vocabulary {

    public static final Vocabulary NONE = new Vocabulary(List.of());

    private final List<String> texts;
    private final Map<String, Integer> textToPlace = new HashMap<>();

    private Vocabulary(List<String> texts) {
        this.texts = texts;
        texts.forEach(text -> textToPlace.put(text, textToPlace.size()));
    }

    /** @param texts each once */
    public static Vocabulary of(String... texts) {
        return new Vocabulary(List.of(texts));
    }

    /** Negative when the text is not one of them. */
    int place(String text) {
        return textToPlace.getOrDefault(text, -1);
    }

    List<String> texts() {
        return texts;
    }

    int size() {
        return texts.size();
    }
}
