# shellcheck shell=bash
# Reading JSON with awk alone, for jq is not on every machine.

# json_values: for every value of the JSON on standard input a line "PATH<tab>VALUE"; PATH looks like items.0.status,
# VALUE is unescaped, and on one line. A text that is no JSON gives fewer lines, never an error.
json_values() {
    awk '
        function blanks() { while (substr(text, at, 1) ~ /^[ \t\r\n]$/) at++ }
        function under(path, key) { return path == "" ? key : path "." key }
        function string(   plain, c) {
            at++
            plain = ""
            while (at <= length(text)) {
                c = substr(text, at, 1)
                if (c == "\"") { at++; return plain }
                if (c == "\\") {
                    at++
                    c = substr(text, at, 1)
                    if (c == "u") { c = "?"; at += 4 } else if (c ~ /[ntrbf]/) c = " "
                }
                plain = plain c
                at++
            }
            return plain
        }
        function literal(   start) {
            start = at
            while (at <= length(text) && substr(text, at, 1) !~ /^[],} \t\r\n]$/) at++
            if (at == start) at++
            return substr(text, start, at - start)
        }
        function value(path,   c, key, number) {
            blanks()
            c = substr(text, at, 1)
            if (c == "{") {
                at++
                for (blanks(); at <= length(text) && substr(text, at, 1) != "}"; blanks()) {
                    if (substr(text, at, 1) == ",") { at++; continue }
                    if (substr(text, at, 1) != "\"") { at++; continue }
                    key = string()
                    blanks()
                    at++
                    value(under(path, key))
                }
                at++
            } else if (c == "[") {
                at++
                number = 0
                for (blanks(); at <= length(text) && substr(text, at, 1) != "]"; blanks()) {
                    if (substr(text, at, 1) == ",") { at++; continue }
                    value(under(path, number++))
                }
                at++
            } else if (c == "\"") print path "\t" string()
            else print path "\t" literal()
        }
        { text = text $0 "\n" }
        END { at = 1; if (text ~ /[^ \t\r\n]/) value("") }'
}

# json_value PATH: prints one value of the JSON on standard input, nothing when it is absent or null.
json_value() {
    json_values | awk -F '\t' -v path="$1" '$1 == path && $2 != "null" { print $2; exit }'
}
