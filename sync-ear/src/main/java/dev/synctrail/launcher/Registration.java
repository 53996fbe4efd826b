package dev.synctrail.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Registers the sandbox at the server by REST, as an administrator would. */
final class Registration {

  private Registration() {}

  static void of(Sandbox sandbox, URI server, String token) throws InterruptedException {
    var body =
        """
        {"id": "%s", "kind": "optimizely", "name": "Sandbox on this machine", "baseUrl": "%s", "apiVersion": "v1"}
        """
            .formatted(Sandbox.ID, sandbox.baseUrl());
    var request =
        HttpRequest.newBuilder(server.resolve("/api/v1/platforms"))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      var response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
      // An interrupted first start may have registered it already.
      if (response.statusCode() != 201 && response.statusCode() != 409) {
        throw new CannotStart(
            "The sandbox could not be registered: the server responded with "
                + response.statusCode());
      }
    } catch (IOException e) {
      throw new CannotStart("The sandbox could not be registered: " + e.getMessage(), e);
    }
  }
}
