package dev.millrace.api.security;

import dev.millrace.api.wiring.ApiSettings;
import dev.millrace.core.access.ApiKeys;
import dev.millrace.core.access.FirstAdmin;
import dev.millrace.core.access.Sessions;
import dev.millrace.core.access.Users;
import dev.millrace.core.audit.AuditPages;
import dev.millrace.core.store.Database;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/** Makes what keeps keys, users and sessions. */
@Singleton
public class AccessBeans {
    @Produces
    @Singleton
    ApiKeys apiKeys(Database database) {
        return new ApiKeys(database);
    }

    @Produces
    @Singleton
    Users users(Database database) {
        return new Users(database);
    }

    @Produces
    @Singleton
    Sessions sessions(Database database, AuthSettings settings) {
        return new Sessions(database, settings.sessionIdle(), settings.sessionLongest());
    }

    @Produces
    @Singleton
    FirstAdmin firstAdmin(Database database) {
        return new FirstAdmin(database);
    }

    @Produces
    @Singleton
    AuditPages auditPages(Database database, ApiSettings settings) {
        return new AuditPages(database, settings.readTimeout());
    }

    @Produces
    @Singleton
    SecureRandom secureRandom() {
        return new SecureRandom();
    }
}
