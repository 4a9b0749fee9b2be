package io.memberflow.editor;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Problems as JUnit's XML, which every build server shows: all that was looked at is a test. */
final class JunitReport {
    private JunitReport() {}

    static void write(ProblemReport report, String folder, PrintWriter out) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            suite(report, folder, xml);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("A text can always be written to", e);
        }
        out.println(text);
    }

    private static void suite(ProblemReport report, String folder, XMLStreamWriter xml)
            throws XMLStreamException {
        Set<String> tests = new LinkedHashSet<>(report.looked());
        report.problems().forEach(problem -> tests.add(problem.of()));
        long failed = report.problems().stream().map(Problem::of).distinct().count();
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "rule-editor " + report.command());
        xml.writeAttribute("tests", Integer.toString(tests.size()));
        xml.writeAttribute("failures", Long.toString(failed));
        xml.writeAttribute("errors", "0");
        for (String test : tests) {
            List<Problem> problems = report.problemsOf(test);
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", "rulebook");
            xml.writeAttribute("name", allowed(test));
            if (!problems.isEmpty()) {
                failure(problems, folder, xml);
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** A test has one failure, whatever is wrong of it. */
    private static void failure(List<Problem> problems, String folder, XMLStreamWriter xml)
            throws XMLStreamException {
        StringBuilder all = new StringBuilder();
        for (Problem problem : problems) {
            all.append(ProblemReport.path(folder, problem.place())).append(": ");
            all.append(problem.text()).append('\n');
            problem.details().forEach(detail -> all.append("  ").append(detail).append('\n'));
        }
        xml.writeStartElement("failure");
        xml.writeAttribute("message", allowed(problems.get(0).text()));
        xml.writeCharacters(allowed(all.toString()));
        xml.writeEndElement();
    }

    /** Without characters that XML cannot hold. */
    private static String allowed(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]", "?");
    }
}
