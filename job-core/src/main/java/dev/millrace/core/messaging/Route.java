package dev.millrace.core.messaging;

import java.time.Duration;

/** Where a message is published to. */
sealed interface Route {
    /** Straight into a lane. */
    record ToLane(Lane lane) implements Route {}

    /** Into a lane after the rung's delay. */
    record ToLaneLater(Lane lane, Duration rung) implements Route {}

    /** To the people who watch dead letters. */
    record ToDead() implements Route {}
}
