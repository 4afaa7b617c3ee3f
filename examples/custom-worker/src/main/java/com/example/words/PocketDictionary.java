package com.example.words;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/** A dictionary of a few words, which takes a moment to open. */
@Singleton
public class PocketDictionary implements Dictionary {
    private static final Map<String, String> WORDS =
            Map.of("millrace", "the current of water that drives a mill wheel", "worker", "one who works");

    @Override
    public Uni<Meaning> meaning(String word) {
        String text = WORDS.get(word);
        Meaning meaning = text == null ? new Unknown() : new Known(text);
        return Uni.createFrom().item(meaning).onItem().delayIt().by(Duration.ofMillis(20));
    }
}
