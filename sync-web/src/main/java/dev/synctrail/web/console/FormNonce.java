package dev.synctrail.web.console;

import jakarta.faces.component.html.HtmlForm;
import jakarta.faces.component.html.HtmlOutputText;
import jakarta.faces.event.SystemEvent;
import jakarta.faces.event.SystemEventListener;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/**
 * Adds a nonce to every form. The answer to a form may be its page again, with an error or because
 * the button is no longer possible; PrimeFaces lets only scripts with the nonce of the form run in
 * it, and rejects a form without one.
 */
public class FormNonce implements SystemEventListener {

  @Override
  public boolean isListenerForSource(Object source) {
    return source instanceof HtmlForm;
  }

  @Override
  public void processEvent(SystemEvent added) {
    byte[] nonce = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    HtmlOutputText input = new HtmlOutputText();
    input.setEscape(false);
    input.setValue(
        "<input type=\"hidden\" name=\"primefaces.nonce\" value=\""
            + Base64.getEncoder().encodeToString(nonce)
            + "\"/>");
    ((HtmlForm) added.getSource()).getChildren().add(input);
  }
}
