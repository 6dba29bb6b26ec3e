package dmp.segment.rule;

import java.util.Optional;

/** What a rule may refer to. */
public interface Vocabulary {

    /** Refuses nothing: for rules that have been accepted before. */
    Vocabulary UNCHECKED = new Vocabulary() {
        @Override
        public Optional<Refusal> refuseTrait(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<Refusal> refuseSummed(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<Refusal> refuseFolder(String folder) {
            return Optional.empty();
        }

        @Override
        public Optional<Refusal> refuseAttribute(String key) {
            return Optional.empty();
        }

        @Override
        public Optional<Refusal> refuseSignal(EventRule.Signal signal) {
            return Optional.empty();
        }

        @Override
        public Optional<Refusal> refuseSegment(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<String> meantBy(String word) {
            return Optional.empty();
        }
    };

    /** Why a rule may not refer to this trait; empty when it may. */
    Optional<Refusal> refuseTrait(String id);

    /** Why a rule may not sum up what realisations of this trait are worth; empty when it may. */
    Optional<Refusal> refuseSummed(String id);

    /** Why a rule may not refer to the traits in this folder; empty when it may. */
    Optional<Refusal> refuseFolder(String folder);

    /** Why a rule may not refer to this attribute; empty when it may. */
    Optional<Refusal> refuseAttribute(String key);

    /** Why a condition on events may not ask this of this signal; empty when it may. */
    Optional<Refusal> refuseSignal(EventRule.Signal signal);

    /** Why the rule may not refer to this segment; empty when it may. */
    Optional<Refusal> refuseSegment(String id);

    /** What somebody meant who wrote this word where a condition should begin, e.g. {@code trait gold} for {@code gold}. */
    Optional<String> meantBy(String word);

    /**
     * @param code for programs
     * @param message what is wrong and what to do
     * @param suggestion the word that was probably meant; null when there is no good guess
     */
    record Refusal(String code, String message, String suggestion) {}
}
