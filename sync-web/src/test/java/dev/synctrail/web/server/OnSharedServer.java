package dev.synctrail.web.server;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The base of black-box tests on one shared server. The first class starts the built WAR on Payara
 * Micro.
 *
 * <p>Nothing is cleaned up between classes; each test uses keys of its own.
 */
@ExtendWith(ArquillianExtension.class)
public abstract class OnSharedServer {

  /** Called by Arquillian. */
  @Deployment(testable = false)
  public static WebArchive builtWar() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, Build.WAR.toFile());
  }

  /** Returns the running server. */
  protected static SharedServer server() {
    return SharedServer.instance();
  }
}
