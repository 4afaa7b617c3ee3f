package dev.millrace.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.millrace.core.testing.RealServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in {@code deploy/monitoring} and in the pages about it. */
final class Monitoring {
    static final Path FOLDER = RealServices.repository().resolve("deploy/monitoring");

    private static final Path DOCUMENTS = RealServices.repository().resolve("docs");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SECTION = Pattern.compile("(?m)^## (.+)$");

    private Monitoring() {}

    static JsonNode yaml(String name) {
        try {
            return YAML.readTree(FOLDER.resolve(name).toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The alert rules of all groups. */
    static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        yaml("rules.yml").get("groups").forEach(group -> group.get("rules").forEach(rules::add));
        return rules;
    }

    static JsonNode dashboard() {
        return json(FOLDER.resolve("grafana/dashboards/millrace.json"));
    }

    /** What panels, alerts and variables ask Prometheus for, by where it stands. */
    static Map<String, String> expressions() {
        Map<String, String> expressions = new LinkedHashMap<>();
        rules().forEach(rule -> expressions.put(
                "alert " + rule.get("alert").asText(), rule.get("expr").asText()));
        dashboard().get("panels").forEach(panel -> panel.path("targets")
                .forEach(target -> expressions.put(
                        "panel " + panel.get("id") + " " + panel.get("title").asText() + " "
                                + target.get("refId").asText(),
                        target.get("expr").asText())));
        dashboard()
                .at("/annotations/list")
                .forEach(list -> expressions.put(
                        "annotation " + list.get("name").asText(),
                        list.get("expr").asText()));
        dashboard().at("/templating/list").forEach(variable -> {
            Matcher values = Pattern.compile("label_values\\((\\S+), (\\S+)\\)")
                    .matcher(variable.path("definition").asText());
            if (values.matches()) {
                expressions.put(
                        "variable " + variable.get("name").asText(),
                        "count by (" + values.group(2) + ") (" + values.group(1) + ")");
            }
        });
        return expressions;
    }

    static String document(String name) {
        try {
            return Files.readString(DOCUMENTS.resolve(name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The second-level sections of a page with their texts, in order. */
    static Map<String, String> sections(String document) {
        Map<String, String> sections = new LinkedHashMap<>();
        String text = document(document);
        Matcher heading = SECTION.matcher(text);
        String name = null;
        int begin = 0;
        while (heading.find()) {
            if (name != null) {
                sections.put(name, text.substring(begin, heading.start()));
            }
            name = heading.group(1);
            begin = heading.end();
        }
        sections.put(name, text.substring(begin));
        return sections;
    }

    /** The blocks of a page in one language. */
    static List<String> blocks(String document, String language) {
        List<String> blocks = new ArrayList<>();
        Matcher block = Pattern.compile("(?s)```" + language + "\\n(.*?)\\n```").matcher(document(document));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
