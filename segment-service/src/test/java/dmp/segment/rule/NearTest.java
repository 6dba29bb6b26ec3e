package dmp.segment.rule;

import java.math.BigDecimal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class NearTest {

    /** Distances as almanacs have them, two kilometres more and less. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    51.5  | -0.1   | 48.9,2.4     | 339
                    51.5  | -0.1   | 40.7,-74.0   | 5573
                    -17.8 | 179.9  | -17.8,-179.9 | 21
                    90    | 0      | -90,77       | 20_000
                    0     | 0      | 0,0          | 0
                    """)
    void distancesAreThoseOnTheEarth(BigDecimal latitude, BigDecimal longitude, String point, String kilometres) {
        int km = Integer.parseInt(kilometres.replace("_", ""));

        for (int tried = Math.max(1, km - 30); tried <= Math.min(Constraint.Near.FARTHEST, km + 30); tried++) {
            if (Math.abs(tried - km) > 2 || km == 0) {
                assertEquals(tried > km, new Constraint.Near(latitude, longitude, tried).admits(point), tried + " km");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    London
                    51.5
                    ,
                    51.5,
                    51.5,east
                    51.5;-0.1
                    """)
    void whatIsNoPointIsNowhereNear(String value) {
        assertEquals(false, new Constraint.Near(BigDecimal.ZERO, BigDecimal.ZERO, 20_000).admits(value));
    }
}
