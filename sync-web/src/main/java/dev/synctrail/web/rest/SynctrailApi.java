package dev.synctrail.web.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The root of the REST API: its path and the general part of its OpenAPI document. */
@ApplicationPath("/api/v1")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Synctrail",
            version = "v1",
            description =
                "The complete audit trail of all data pushed to or pulled from external"
                    + " platforms. Instants are ISO-8601 in UTC with milliseconds. Unknown query"
                    + " parameters and body members are rejected. Every error is a problem (RFC 9457)"
                    + " with a stable `code`. The header `RateLimit`"
                    + " (draft-ietf-httpapi-ratelimit-headers) tells the remaining requests; the"
                    + " default limit is 600 requests in 10 seconds per caller and server.",
            license =
                @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
    security = @SecurityRequirement(name = "token"))
@SecurityScheme(
    securitySchemeName = "token",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description =
        "An access token, created with `POST /tokens`, sent as `Authorization: Bearer" + " st_…`.")
public class SynctrailApi extends Application {

  /** The path template of a sync id. */
  public static final String SYNC_ID =
      "{syncId: [0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}}";

  @Override
  public Map<String, Object> getProperties() {
    return Map.of(
        "jersey.config.server.wadl.disableWadl",
        true,
        "jersey.config.server.response.setStatusOverSendError",
        true);
  }
}
