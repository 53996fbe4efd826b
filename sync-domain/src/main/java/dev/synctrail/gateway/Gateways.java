package dev.synctrail.gateway;

import dev.synctrail.contenttype.ContentModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** Finds the gateway for a kind of platform. A new adapter is found automatically. */
@ApplicationScoped
public class Gateways {
  private final Iterable<PlatformGateway> gateways;

  @Inject
  Gateways(@Any Instance<PlatformGateway> gateways) {
    this.gateways = gateways;
  }

  /** Creates the registry from a list of gateways, for use without a container. */
  public Gateways(List<PlatformGateway> gateways) {
    this.gateways = List.copyOf(gateways);
  }

  /** Returns the gateway for platforms of a kind. */
  public Optional<PlatformGateway> forKind(String kind) {
    return StreamSupport.stream(gateways.spliterator(), false)
        .filter(gateway -> gateway.kind().equals(kind))
        .findFirst();
  }

  /** Returns the content model of a kind of platform; the default model if there is no gateway. */
  public ContentModel modelFor(String kind) {
    return forKind(kind).map(PlatformGateway::contentModel).orElseGet(this::defaultModel);
  }

  /** Returns the content model that a content declares; the default model if it declares none. */
  public ContentModel modelOf(JsonObject content) {
    return model(candidate -> candidate.claims(content)).orElseGet(this::defaultModel);
  }

  /** Returns the content model of content whose kind of platform is not known. */
  public ContentModel defaultModel() {
    return model(ContentModel::isDefault)
        .orElseThrow(() -> new IllegalStateException("No adapter has the default content model"));
  }

  private Optional<ContentModel> model(Predicate<ContentModel> wanted) {
    return StreamSupport.stream(gateways.spliterator(), false)
        .map(PlatformGateway::contentModel)
        .filter(wanted)
        .findFirst();
  }

  /** Returns the supported kinds, sorted. */
  public List<String> kinds() {
    return StreamSupport.stream(gateways.spliterator(), false)
        .map(PlatformGateway::kind)
        .sorted()
        .toList();
  }
}
