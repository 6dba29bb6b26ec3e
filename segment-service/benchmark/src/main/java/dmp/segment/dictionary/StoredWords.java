package dmp.segment.dictionary;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A dictionary that a service will find in its database. In the service's package, so that its own code makes it. */
public final class StoredWords {

    private final Dictionary dictionary = new Dictionary();
    private final List<String> words = new ArrayList<>();

    public Dictionary dictionary() {
        return dictionary;
    }

    /** Gives numbers to what is wanted. */
    public void grow() {
        List<String> wanted = List.copyOf(dictionary.wanted());
        dictionary.add(words.size(), wanted);
        words.addAll(wanted);
        dictionary.noLongerWanted(wanted);
    }

    /** Before what was written with them. */
    public void store(Connection database, String tenant) throws SQLException {
        database.setAutoCommit(false);
        try (PreparedStatement size = database.prepareStatement("insert into dictionary (tenant, size) values (?, ?)");
                PreparedStatement insert =
                        database.prepareStatement("insert into word (tenant, number, word) values (?, ?, ?)")) {
            size.setString(1, tenant);
            size.setLong(2, words.size());
            size.execute();
            for (int number = 0; number < words.size(); number++) {
                insert.setString(1, tenant);
                insert.setLong(2, number);
                insert.setString(3, words.get(number));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        database.commit();
    }
}
