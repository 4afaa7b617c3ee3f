package dev.millrace.api.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteNameTest {
    @ParameterizedTest
    @CsvSource({
        "/api/v1/jobs, /api/v1/jobs",
        "/api/v1/jobs/bulk, /api/v1/jobs/bulk",
        "/api/v1/jobs/0199a0b1-2c3d-7e4f-8a5b-6c7d8e9f0a1b/cancel, /api/v1/jobs/{id}/cancel",
        "/api/v1/queues/media/pause, /api/v1/queues/{name}/pause",
        "/submit-job, /submit-job"
    })
    void whatVariesIsLeftOut(String path, String route) {
        assertThat(RouteName.of(path, 200)).contains(route);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405})
    void aPathThatIsNoRouteHasNoName(int status) {
        assertThat(RouteName.of("/wp-admin/setup.php", status)).isEmpty();
    }

    @Test
    void aRouteWhoseJobIsUnknownKeepsItsName() {
        assertThat(RouteName.of("/api/v1/jobs/0199a0b1-2c3d-7e4f-8a5b-6c7d8e9f0a1b/retry", 404))
                .contains("/api/v1/jobs/{id}/retry");
    }
}
