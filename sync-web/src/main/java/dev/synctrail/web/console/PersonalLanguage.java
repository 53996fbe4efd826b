package dev.synctrail.web.console;

import dev.synctrail.web.access.PreferenceCookies;
import jakarta.faces.application.ViewHandler;
import jakarta.faces.application.ViewHandlerWrapper;
import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/** Shows pages in the language that the user has chosen, whatever the browser asks for. */
public class PersonalLanguage extends ViewHandlerWrapper {

  public PersonalLanguage(ViewHandler wrapped) {
    super(wrapped);
  }

  @Override
  public Locale calculateLocale(FacesContext faces) {
    return PreferenceCookies.language((HttpServletRequest) faces.getExternalContext().getRequest())
        .orElseGet(() -> getWrapped().calculateLocale(faces));
  }
}
