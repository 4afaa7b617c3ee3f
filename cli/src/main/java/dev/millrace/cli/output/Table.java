package dev.millrace.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows under headings, each column as wide as its widest cell; cut where a line would not fit. */
public final class Table {
    private static final String BETWEEN = "  ";
    private static final int NARROWEST = 8;

    private final List<String> headings;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** What stands in a row and column. */
    public record Cell(String text, Colour colour) {
        public Cell {
            text = Plain.line(text);
        }

        public static Cell of(String text) {
            return new Cell(text, Colour.NONE);
        }
    }

    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** @param cells one for each heading; each a text or a {@link Cell} */
    public Table row(Object... cells) {
        rows.add(IntStream.range(0, headings.size())
                .mapToObj(at -> cells[at] instanceof Cell cell ? cell : Cell.of(String.valueOf(cells[at])))
                .toList());
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * The lines.
     *
     * @param columns how many characters fit into a line; 0 for any number
     */
    public List<String> lines(int columns, boolean colours) {
        int[] widths = widths();
        if (columns > 0) {
            shrink(widths, columns);
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                line(headings.stream().map(text -> new Cell(text, Colour.TITLE)).toList(), widths, colours));
        rows.forEach(row -> lines.add(line(row, widths, colours)));
        return lines;
    }

    private int[] widths() {
        int[] widths = headings.stream().mapToInt(Table::width).toArray();
        for (List<Cell> row : rows) {
            for (int at = 0; at < widths.length; at++) {
                widths[at] = Math.max(widths[at], width(row.get(at).text()));
            }
        }
        return widths;
    }

    /** Ids are of no use when they are cut: the first column stays, the widest of the others gives way. */
    private static void shrink(int[] widths, int columns) {
        int spare = columns
                - BETWEEN.length() * (widths.length - 1)
                - IntStream.of(widths).sum();
        while (spare < 0) {
            int widest = IntStream.range(1, widths.length)
                    .reduce((one, other) -> widths[other] >= widths[one] ? other : one)
                    .orElse(0);
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
            spare++;
        }
    }

    private static String line(List<Cell> cells, int[] widths, boolean colours) {
        StringBuilder line = new StringBuilder();
        int last = cells.size() - 1;
        while (last > 0 && cells.get(last).text().isEmpty()) {
            last--;
        }
        for (int at = 0; at <= last; at++) {
            String text = cut(cells.get(at).text(), widths[at]);
            line.append(at == 0 ? "" : BETWEEN).append(cells.get(at).colour().of(text, colours));
            if (at < last) {
                line.append(" ".repeat(widths[at] - width(text)));
            }
        }
        return line.toString();
    }

    /** {@code text}, or its beginning and a sign that something is missing. */
    public static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
