package dmp.ingestion.normalise;

import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PersonalDataTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "EMAIL; john.smith@example.com",
                "EMAIL; reset for j+x@mail.example.co.uk please",
                "EMAIL; /users/john%40example.com/orders",
                "EMAIL; john%2540example.com",
                "PHONE; +44 20 7946 0958",
                "PHONE; +447700900123",
                "PHONE; 00447700900123",
                "PHONE; 07700 900123",
                "PHONE; (0161) 496 0000",
                "PHONE; 020 7946 0958",
                "PHONE; 01 23 45 67 89",
                "PHONE; call (212) 555-0123 now",
                "CARD; 4111 1111 1111 1111",
                "CARD; 5500000000000004",
                "BANK_ACCOUNT; GB82 WEST 1234 5698 7654 32",
                "NATIONAL_ID; 078-05-1120",
                "IP_ADDRESS; 81.2.69.142",
                "IP_ADDRESS; seen at 2001:db8::8a2e:370:7334",
                "USER_AGENT; Mozilla/5.0 (X11)",
                "NAME; John Smith",
                "NAME; Maria Carmen",
                "NAME; Dr. Watson",
                "NAME; Mrs Dalloway",
            })
    void findsWhatNamesAPerson(PersonalData.Kind kind, String value) {
        assertEquals(Optional.of(kind), PersonalData.in(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "page-view",
                "/pricing",
                "129.90",
                "2026-11-24",
                "2026-11-24T10:15:30.250Z",
                "24/12/2026 10:15",
                "01-02-2026 10:15",
                "1732443330250",
                "0000001042",
                "0010423456",
                "1234567890",
                "GA1.2.1699999999.1234567890",
                "0193a6f2-7c11-7d3e-9c62-2f9a3c5d8e01",
                "12345678-1234-4234-8234-123456789012",
                "38400000-8cf0-11bd-b23e-10b96e40000d",
                "3.5.1",
                "New York",
                "Red Running Shoes",
                "Acme | Pricing & Plans",
                "100% cotton",
                "Meet us @ Berlin",
                "1920x1080",
                "SKU-4711-0815-42",
                "order 20261124-000042",
                "16:9",
            })
    void leavesAloneWhatSystemsSend(String value) {
        assertEquals(Optional.empty(), PersonalData.in(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"john.smith", "jane-doe", "Maria_Lopez", "peter.mueller84"})
    void namesAreFoundInIdentifiers(String value) {
        assertEquals(Optional.of(PersonalData.Kind.NAME), PersonalData.inIdentifier(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f3c2a", "visitor-one", "visitor-anna", "returning-abc", "abc", "crm.77"})
    void otherIdentifiersAreNotNames(String value) {
        assertEquals(Optional.empty(), PersonalData.inIdentifier(value));
    }
}
