package dmp.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TestReportTest {

    @TempDir
    private Path directory;

    @Test
    void failuresAndErrorsAreFailedAndTheRestIsToldApart() throws Exception {
        Path report = Files.writeString(directory.resolve("TEST-dmp.ATest.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="dmp.ATest" tests="5">
                  <testcase name="one" classname="dmp.ATest"/>
                  <testcase name="two" classname="dmp.ATest"><system-out>failure</system-out></testcase>
                  <testcase name="three" classname="dmp.ATest"><failure message="wrong"/></testcase>
                  <testcase name="four" classname="dmp.ATest"><error message="broken"/></testcase>
                  <testcase name="five" classname="dmp.ATest"><skipped/></testcase>
                </testsuite>
                """);

        TestReport.Count count = TestReport.count(report);

        assertEquals(new TestReport.Count(2, List.of("dmp.ATest.three", "dmp.ATest.four"), 1), count);
        assertEquals("2 passed, 2 failed, 1 skipped", count.toString());
    }

    @Test
    void aRunIsGoodWhenSomethingPassedAndNothingFailed() {
        assertTrue(new TestReport.Count(1, List.of(), 1).isGood());
        assertFalse(new TestReport.Count(1, List.of("a"), 0).isGood());
        assertFalse(new TestReport.Count(0, List.of(), 3).isGood());
    }

    @Test
    void reportThatBreaksOffIsAnError() throws Exception {
        Path report = Files.writeString(directory.resolve("TEST-dmp.ATest.xml"), "<testsuite><testcase");

        assertThrows(IOException.class, () -> TestReport.count(report));
    }

    @Test
    void reportsOfAllModulesAreFoundAndNothingElse() throws Exception {
        Path unit = report("a/target/surefire-reports/TEST-dmp.ATest.xml");
        Path component = report("b/c/target/failsafe-reports/TEST-dmp.BIT.xml");
        report("a/src/test/resources/TEST-example.xml");
        report("a/target/surefire-reports/dmp.ATest.txt");

        assertEquals(List.of(unit, component), TestReport.reports(directory));
    }

    private Path report(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
