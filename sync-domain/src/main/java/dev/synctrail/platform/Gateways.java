package dev.synctrail.platform;

import dev.synctrail.contenttype.ContentModel;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Finds the gateway for a kind of platform; a new adapter is found by being there. */
@Dependent
public class Gateways {
  private final Iterable<PlatformGateway> gateways;

  @Inject
  Gateways(@Any Instance<PlatformGateway> gateways) {
    this.gateways = gateways;
  }

  /** Takes the gateways themselves, where there is no container. */
  public Gateways(List<PlatformGateway> gateways) {
    this.gateways = List.copyOf(gateways);
  }

  /** Returns the gateway that speaks to platforms of a kind. */
  public Optional<PlatformGateway> forKind(String kind) {
    return StreamSupport.stream(gateways.spliterator(), false)
        .filter(gateway -> gateway.kind().equals(kind))
        .findFirst();
  }

  /** Returns the model of what platforms of a kind take; the usual one where nobody speaks it. */
  public ContentModel modelFor(String kind) {
    return forKind(kind).map(PlatformGateway::contentModel).orElse(ContentModel.OWN);
  }

  /** Returns the model that a content says it is of; the usual one when it says nothing. */
  public ContentModel modelOf(JsonObject content) {
    return StreamSupport.stream(gateways.spliterator(), false)
        .map(PlatformGateway::contentModel)
        .filter(model -> model.claims(content))
        .findFirst()
        .orElse(ContentModel.OWN);
  }

  /** Returns the kinds that can be spoken to, sorted. */
  public List<String> kinds() {
    return StreamSupport.stream(gateways.spliterator(), false)
        .map(PlatformGateway::kind)
        .sorted()
        .toList();
  }
}
