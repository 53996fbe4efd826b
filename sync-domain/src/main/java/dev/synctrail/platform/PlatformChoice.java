package dev.synctrail.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects the platform of a request that names none: the only one configured, else {@link
 * PlatformId#DEFAULT}.
 */
@ApplicationScoped
public class PlatformChoice {
  private final Platforms platforms;

  @Inject
  public PlatformChoice(Platforms platforms) {
    this.platforms = platforms;
  }

  /** Returns the named platform, or the default one. */
  public PlatformId orNamed(@Nullable PlatformId named) {
    if (named != null) {
      return named;
    }
    List<Platform> all = platforms.all();
    return all.size() == 1 ? all.get(0).id() : PlatformId.DEFAULT;
  }
}
