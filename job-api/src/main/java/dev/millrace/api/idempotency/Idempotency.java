package dev.millrace.api.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.security.Callers;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.IdempotencyKey;
import dev.millrace.core.store.IdempotencyKeys;
import dev.millrace.core.store.IdempotencyKeys.Answer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Does once what a client may ask repeatedly. Submissions of jobs have a quicker way of their own. */
@Singleton
public class Idempotency {
    private final Database database;
    private final IdempotencyKeys keys;
    private final Callers callers;
    private final ObjectMapper mapper;

    public Idempotency(Database database, IdempotencyKeys keys, Callers callers, ObjectMapper mapper) {
        this.database = database;
        this.keys = keys;
        this.callers = callers;
        this.mapper = mapper;
    }

    /**
     * Does the work in one transaction; under an idempotency key, unless it was done before.
     *
     * @param header the request's {@value IdempotencyHeader#NAME}, or null
     * @param operation what is asked, so that one key cannot stand for two kinds of requests
     * @param body the bytes that ask it
     * @param work the answer; one with a status of 400 and above must have changed nothing. No answer may hold a secret
     */
    public Uni<Response> once(
            String header, String operation, byte[] body, Function<Database.Transaction, Uni<Response>> work) {
        return IdempotencyHeader.read(callers.present().id(), header, operation, body)
                .fold(key -> key == null ? database.inTransaction(work) : once(key, work), Idempotency::refused);
    }

    private Uni<Response> once(IdempotencyKey key, Function<Database.Transaction, Uni<Response>> work) {
        AtomicReference<Response> answered = new AtomicReference<>();
        return keys.once(key, transaction -> work.apply(transaction)
                        .invoke(answered::set)
                        .map(this::recorded))
                .map(outcome -> switch (outcome) {
                    case IdempotencyKeys.Outcome.Done ignored -> answered.get();
                    case IdempotencyKeys.Outcome.Repeated repeated -> again(repeated.answer());
                    case IdempotencyKeys.Outcome.InFlight ignored ->
                        IdempotencyHeader.inFlight().toResponse();
                    case IdempotencyKeys.Outcome.KeyReused ignored ->
                        IdempotencyHeader.reused().toResponse();
                });
    }

    private Answer recorded(Response response) {
        try {
            return new Answer(
                    response.getStatus(),
                    response.getHeaderString(HttpHeaders.LOCATION),
                    mapper.writeValueAsString(response.getEntity()));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Response again(Answer answer) {
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON)
                .header(IdempotencyHeader.REPLAYED, true)
                .entity(answer.body());
        return answer.location() == null
                ? response.build()
                : response.header(HttpHeaders.LOCATION, answer.location()).build();
    }

    private static Uni<Response> refused(Problem problem) {
        return Uni.createFrom().item(problem.toResponse());
    }
}
