package dmp.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Counts what the tests of all modules reported. Uses nothing but the JDK, so that {@code deploy/dmp test} can run it from this file
 * even after a build that failed.
 */
final class TestReport {

    /** What became of test cases. One that ended with an error has failed. */
    record Count(int passed, int failed, int skipped) {

        Count plus(Count other) {
            return new Count(passed + other.passed, failed + other.failed, skipped + other.skipped);
        }

        boolean isGood() {
            return failed == 0 && passed > 0;
        }

        @Override
        public String toString() {
            return "%d passed, %d failed, %d skipped".formatted(passed, failed, skipped);
        }
    }

    private TestReport() {}

    /** Prints the failed tests and the count; ends with 1 if any has failed, or none has run. */
    public static void main(String[] arguments) throws IOException {
        Count total = new Count(0, 0, 0);
        for (Path report : reports(Path.of(arguments[0]))) {
            total = total.plus(count(report));
        }
        System.out.println(total);
        System.exit(total.isGood() ? 0 : 1);
    }

    static List<Path> reports(Path repository) throws IOException {
        try (Stream<Path> files = Files.walk(repository)) {
            return files.filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .filter(file -> file.getParent().getFileName().toString().matches("(surefire|failsafe)-reports"))
                    .sorted()
                    .toList();
        }
    }

    /** @throws IOException when the file is no report, as when the test's JVM died while writing it */
    static Count count(Path report) throws IOException {
        NodeList cases;
        try {
            cases = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile())
                    .getElementsByTagName("testcase");
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException("Not a test report: " + report, e);
        }
        Count count = new Count(0, 0, 0);
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            if (has(test, "failure") || has(test, "error")) {
                System.out.printf("FAILED %s.%s%n", test.getAttribute("classname"), test.getAttribute("name"));
                count = count.plus(new Count(0, 1, 0));
            } else if (has(test, "skipped")) {
                count = count.plus(new Count(0, 0, 1));
            } else {
                count = count.plus(new Count(1, 0, 0));
            }
        }
        return count;
    }

    private static boolean has(Element test, String child) {
        for (Node node = test.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(child)) {
                return true;
            }
        }
        return false;
    }
}
