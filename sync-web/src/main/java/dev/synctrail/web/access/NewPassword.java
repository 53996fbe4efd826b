package dev.synctrail.web.access;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** The password that a user chooses and repeats. */
@Named
@RequestScoped
public class NewPassword {
  private String chosen = "";
  private String again = "";

  public String getChosen() {
    return chosen;
  }

  public void setChosen(String chosen) {
    this.chosen = chosen;
  }

  public String getAgain() {
    return again;
  }

  public void setAgain(String again) {
    this.again = again;
  }

  /** Tells whether both inputs are the same, and the user if they are not. */
  boolean isRepeated() {
    boolean repeated = chosen.equals(again);
    if (!repeated) {
      SignIn.reject("passwordsDiffer", 0);
    }
    return repeated;
  }
}
