package dev.millrace.api.bulk;

import dev.millrace.api.idempotency.IdempotencyHeader;
import dev.millrace.api.security.Role;
import dev.millrace.core.bulk.BulkAction;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Dead letters retried or given up by a filter or a fingerprint; bulk operations that find dead jobs alone. */
@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters")
public class DeadLetterBulkResource {
    private static final String DESCRIPTION =
            "As POST /api/v1/bulk-operations, but finds dead jobs alone. A fingerprint"
                    + " stands for a filter with that fingerprint. A dry run answers with the exact count, 100 samples and a token,"
                    + " which starts the action on exactly those jobs.";

    private final BulkDesk desk;

    DeadLetterBulkResource(BulkDesk desk) {
        this.desk = desk;
    }

    @POST
    @Path("/retry")
    @RolesAllowed(Role.OPERATOR_NAME)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "retryDeadLetters",
            summary = "Run all dead jobs again that a filter finds",
            description = DESCRIPTION)
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "DeadLetterOrder")))
    @APIResponse(
            responseCode = "200",
            description = "The dry run",
            content = @Content(schema = @Schema(implementation = BulkPreviewView.class)))
    @APIResponse(
            responseCode = "202",
            description = "It is under way",
            headers = @Header(name = "Location", description = "Where its progress is shown"),
            content = @Content(schema = @Schema(implementation = BulkOperationView.class)))
    @APIResponse(responseCode = "409", ref = "Problem")
    public Uni<Response> retry(
            byte[] body,
            @Parameter(description = "Makes a repetition of the request safe: the first answer is given again")
                    @HeaderParam(IdempotencyHeader.NAME)
                    String idempotencyKey) {
        return desk.take(
                body,
                idempotencyKey,
                "retryDeadLetters",
                (request, redaction) -> BulkOrderReader.readOfDeadLetters(request, BulkAction.RETRY, redaction));
    }

    @POST
    @Path("/discard")
    @RolesAllowed(Role.OPERATOR_NAME)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "discardDeadLetters",
            summary = "Give all dead jobs up that a filter finds",
            description = DESCRIPTION)
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "DeadLetterOrder")))
    @APIResponse(
            responseCode = "200",
            description = "The dry run",
            content = @Content(schema = @Schema(implementation = BulkPreviewView.class)))
    @APIResponse(
            responseCode = "202",
            description = "It is under way",
            headers = @Header(name = "Location", description = "Where its progress is shown"),
            content = @Content(schema = @Schema(implementation = BulkOperationView.class)))
    @APIResponse(responseCode = "409", ref = "Problem")
    public Uni<Response> discard(
            byte[] body,
            @Parameter(description = "Makes a repetition of the request safe: the first answer is given again")
                    @HeaderParam(IdempotencyHeader.NAME)
                    String idempotencyKey) {
        return desk.take(
                body,
                idempotencyKey,
                "discardDeadLetters",
                (request, redaction) -> BulkOrderReader.readOfDeadLetters(request, BulkAction.DISCARD, redaction));
    }
}
