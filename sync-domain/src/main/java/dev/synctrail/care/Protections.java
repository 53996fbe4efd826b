package dev.synctrail.care;

import dev.synctrail.platform.PlatformId;
import java.util.List;

/** Keeps how platforms are protected, every revision of it. */
public interface Protections {

  /** Returns the current revision; {@link Protection#unset} when there is none. */
  Protection of(PlatformId platform);

  /** Returns every revision, the newest first. */
  List<Protection> revisions(PlatformId platform);

  /** Adds the next revision in the caller's transaction; false when somebody else has. */
  boolean add(Protection next);
}
