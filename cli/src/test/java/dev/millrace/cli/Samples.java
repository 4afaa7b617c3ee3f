package dev.millrace.cli;

/** Answers of the API. */
final class Samples {
    static final String ID = "0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01";

    private Samples() {}

    /** @param more further fields, each with a comma before it */
    static String job(String status, String more) {
        boolean over = status.equals("completed") || status.equals("dead");
        return """
                {"id":"%s","job_type":"noop","queue":"default","priority":"medium","status":"%s","payload":{"n":1.10},\
                "result":null,"attempts":1,"failures":0,"max_retries":3,"created_at":"2026-03-29T11:00:00.000Z",\
                "run_at":"2026-03-29T11:00:00.000Z","started_at":"2026-03-29T11:59:00.000Z","finished_at":%s,\
                "cancel_requested":false,"allowed_actions":[],"tags":[]%s}""".formatted(ID, status, over ? "\"2026-03-29T11:59:30.000Z\"" : "null", more);
    }

    static String failed(String message) {
        return job("dead", ",\"error\":{\"type\":\"Boom\",\"message\":\"" + message + "\"}");
    }

    static String page(String next, String... jobs) {
        return "{\"items\":[" + String.join(",", jobs) + "],\"next_cursor\":" + next + "}";
    }

    static String problem(int status, String code) {
        return "{\"status\":%d,\"code\":\"%s\",\"title\":\"Refused\",\"detail\":\"for a reason\"}"
                .formatted(status, code);
    }
}
