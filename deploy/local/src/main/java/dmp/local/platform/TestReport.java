package dmp.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
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

    /** What became of test cases; the failed ones, those that ended with an error among them, by name. */
    record Count(int passed, List<String> failed, int skipped) {

        Count plus(Count other) {
            List<String> all = new ArrayList<>(failed);
            all.addAll(other.failed);
            return new Count(passed + other.passed, List.copyOf(all), skipped + other.skipped);
        }

        boolean isGood() {
            return failed.isEmpty() && passed > 0;
        }

        @Override
        public String toString() {
            return "%d passed, %d failed, %d skipped".formatted(passed, failed.size(), skipped);
        }
    }

    private TestReport() {}

    /** Prints the failed tests and the count; ends with 1 if any has failed, or none has run. */
    public static void main(String[] arguments) throws IOException {
        Count total = new Count(0, List.of(), 0);
        for (Path report : reports(Path.of(arguments[0]))) {
            total = total.plus(count(report));
        }
        total.failed().forEach(name -> System.out.println("FAILED " + name));
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
            DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(null);
            cases = builder.parse(report.toFile()).getElementsByTagName("testcase");
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException("Not a test report: " + report, e);
        }
        Count count = new Count(0, List.of(), 0);
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            if (has(test, "failure") || has(test, "error")) {
                String name = test.getAttribute("classname") + "." + test.getAttribute("name");
                count = count.plus(new Count(0, List.of(name), 0));
            } else if (has(test, "skipped")) {
                count = count.plus(new Count(0, List.of(), 1));
            } else {
                count = count.plus(new Count(1, List.of(), 0));
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
