/* Chooses the theme on the profile page; it belongs to the browser and not to the user. */
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    var choice = document.getElementById("theme-choice");
    try {
      choice.value = localStorage.getItem("theme") || "auto";
    } catch (e) {
      return;
    }
    document.getElementById("theme-field").hidden = false;
    choice.addEventListener("change", function () {
      localStorage.setItem("theme", choice.value);
      if (choice.value === "auto") {
        document.documentElement.removeAttribute("data-theme");
      } else {
        document.documentElement.dataset.theme = choice.value;
      }
    });
  });
})();
