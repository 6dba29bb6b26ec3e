package dmp.ingestion.consent;

import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.ingestion.contract.Consent;
import dmp.ingestion.quarantine.RejectionCode;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ConsentDecisionTest {

    private static final PrivacySignals GPC = PrivacySignals.ofHeaders("1", null);
    private static final PrivacySignals DNT = PrivacySignals.ofHeaders(null, "1");

    @Test
    void theContractsLimitsAreNotTakenForThePersonsWord() {
        ConsentDecision decision = ConsentDecision.of(
                new ConsentStatement.Stated(new Consent(true, true, false)),
                PrivacySignals.NONE,
                new Consent(true, false, true),
                false);

        assertEquals(new ConsentDecision.Allowed(new Consent(true, true, false)), decision);
    }

    @Test
    void globalPrivacyControlTakesActivationAway() {
        ConsentDecision decision =
                ConsentDecision.of(new ConsentStatement.Stated(Consent.ALL), GPC, Consent.ALL, false);

        assertEquals(new ConsentDecision.Allowed(new Consent(true, true, false)), decision);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "true", "", " 1"})
    void globalPrivacyControlIsTheValueOneAndNothingElse(String header) {
        assertEquals(PrivacySignals.NONE, PrivacySignals.ofHeaders(header, header));
    }

    @Test
    void doNotTrackDeniesCollectionAndTheDenialTravels() {
        ConsentDecision.Denied denied = denied(new ConsentStatement.Stated(Consent.ALL), DNT, false);

        assertEquals(RejectionCode.DO_NOT_TRACK, denied.rejection().code());
        assertEquals(Optional.of(new Consent(false, true, true)), denied.denial());
    }

    @Test
    void aDenialTravelsEvenWhenTheContractHasExpired() {
        ConsentDecision.Denied denied = denied(new ConsentStatement.Stated(Consent.NONE), PrivacySignals.NONE, true);

        assertEquals(RejectionCode.CONSENT_DENIED, denied.rejection().code());
        assertEquals(Optional.of(Consent.NONE), denied.denial());
    }

    @Test
    void anExpiredContractIsNoDenialOfThePerson() {
        ConsentDecision.Denied denied = denied(new ConsentStatement.Stated(Consent.ALL), PrivacySignals.NONE, true);

        assertEquals(RejectionCode.CONTRACT_EXPIRED, denied.rejection().code());
        assertEquals(Optional.empty(), denied.denial());
    }

    @Test
    void nothingSaidIsNothingAllowed() {
        ConsentDecision.Denied denied = denied(ConsentStatement.MISSING, PrivacySignals.NONE, false);

        assertEquals(RejectionCode.CONSENT_MISSING, denied.rejection().code());
    }

    @Test
    void aPurposeThatIsNotMentionedIsNotAllowed() {
        assertEquals(
                new ConsentStatement.Stated(new Consent(true, false, false)),
                ConsentStatement.ofPurposes(Map.of("collection", true)));
    }

    @Test
    void unclearPurposesAreUnreadable() {
        assertEquals(ConsentStatement.UNREADABLE, ConsentStatement.ofPurposes(Map.of()));
        assertEquals(ConsentStatement.UNREADABLE, ConsentStatement.ofPurposes(Map.of("collection", "yes")));
        assertEquals(
                ConsentStatement.UNREADABLE,
                ConsentStatement.ofPurposes(Map.of("collection", true, "colection", true)));
    }

    @ParameterizedTest
    @CsvSource({
        "all, true, true, true",
        "TRUE, true, true, true",
        "1, true, true, true",
        "none, false, false, false",
        "no, false, false, false",
        "cp, true, true, false",
        "a, false, false, true",
        "collection|activation, true, false, true",
        "collection profiling, true, true, false",
    })
    void cellsOfFilesAreRead(String cell, boolean collection, boolean profiling, boolean activation) {
        assertEquals(
                new ConsentStatement.Stated(new Consent(collection, profiling, activation)),
                ConsentStatement.ofCell(cell));
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "2", "collection,marketing", "cpx", "ja"})
    void otherCellsAreUnreadable(String cell) {
        assertEquals(ConsentStatement.UNREADABLE, ConsentStatement.ofCell(cell));
    }

    private static ConsentDecision.Denied denied(
            ConsentStatement statement, PrivacySignals signals, boolean contractExpired) {
        return (ConsentDecision.Denied) ConsentDecision.of(statement, signals, Consent.ALL, contractExpired);
    }
}
