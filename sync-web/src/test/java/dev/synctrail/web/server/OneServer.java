package dev.synctrail.web.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.spi.event.DeployManagedDeployments;
import org.jboss.arquillian.container.spi.event.UnDeployManagedDeployments;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.api.event.ManagerStarted;
import org.jboss.arquillian.core.spi.EventContext;
import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * Keeps Arquillian's managed Payara Micro, which starts with a deployment, running for all classes.
 */
public class OneServer implements LoadableExtension {

  @Override
  public void register(ExtensionBuilder builder) {
    builder.observer(Lifecycle.class);
  }

  /** Instantiated by Arquillian. */
  public static class Lifecycle {

    /** Static, because several runners in one JVM each create an extension of their own. */
    private static boolean deployed;

    /** Configures the container adapter before it reads its settings. */
    public void configure(@Observes(precedence = 100) ManagerStarted event) {
      var server = SharedServer.instance();
      List<String> jvm = new ArrayList<>(Build.jvmOptionsOfShared());
      server.configuration().forEach((key, value) -> jvm.add("-D" + key + "=" + value));
      System.setProperty("payara.microJar", Build.MICRO.toString());
      System.setProperty("payara.randomHttpPort", "false");
      System.setProperty("payara.autoBindHttp", "false");
      System.setProperty("payara.consoleOutput", "false");
      System.setProperty("payara.cmdOptions", joined(jvm));
      List<String> micro = new ArrayList<>(Build.microOptions(server.port()));
      micro.addAll(List.of("--logtofile", Build.logOfShared(server.port()).toString()));
      System.setProperty("payara.extraMicroOptions", joined(micro));
    }

    /** Deploys only for the first class. */
    public void deploy(@Observes EventContext<DeployManagedDeployments> context) {
      if (isFirst()) {
        context.proceed();
      }
    }

    private static synchronized boolean isFirst() {
      boolean first = !deployed;
      deployed = true;
      return first;
    }

    /** Never undeploys; the adapter's shutdown hook ends the process. */
    public void undeploy(@Observes EventContext<UnDeployManagedDeployments> context) {}

    private static String joined(List<String> options) {
      return options.stream().map(o -> o.replace(" ", "\\ ")).collect(Collectors.joining(" "));
    }
  }
}
