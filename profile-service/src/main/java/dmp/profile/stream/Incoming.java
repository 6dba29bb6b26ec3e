package dmp.profile.stream;

/**
 * A message that came in.
 *
 * @param message what it says
 * @param position where it stands among the messages of its topic and partition: grows, also when topics are created anew
 * @param <T> the type of message
 */
public record Incoming<T>(T message, long position) {}
