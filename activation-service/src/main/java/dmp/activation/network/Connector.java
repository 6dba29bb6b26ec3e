package dmp.activation.network;

import java.net.URI;
import java.util.List;
import java.util.Map;

import dmp.activation.api.Problem.Fault;

/** The format of one kind of network: pure, since what sends, times, counts and retries is the same for all. */
public interface Connector {

    String name();

    Capabilities capabilities(Account account);

    /** What is wrong with the settings of an account; pointers are relative to the destination. */
    List<Fault> faults(Account account);

    /** The references of the secrets that will do, the first that exists is used. */
    List<String> secretReferences(Account account);

    int bytesOf(Change change);

    Call write(Delivery delivery, Account account, Secret secret);

    /** Reads the body of a 2xx. */
    Answer read(int status, String body, Delivery delivery);

    record Call(URI uri, Map<String, String> headers, byte[] body) {}
}
