package dmp.profile.dictionary;

import java.io.Serializable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;

/** A word of a tenant's dictionary. */
@Entity
@IdClass(Word.Key.class)
class Word {

    record Key(String tenant, long number) implements Serializable {}

    @Id
    String tenant;

    @Id
    long number;

    String word;

    protected Word() {}

    Word(String tenant, long number, String word) {
        this.tenant = tenant;
        this.number = number;
        this.word = word;
    }
}
