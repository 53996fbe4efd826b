/* The date picker of the browser beside the fields of a period; what it picks becomes text in the zone of the page. */
(function () {
  "use strict";
  document.querySelectorAll("button[data-picks]").forEach(function (button) {
    var field = document.getElementById(button.dataset.picks);
    var picker = button.nextElementSibling;
    button.hidden = false;
    button.addEventListener("click", function () {
      var text = field.value.trim().replace(" ", "T");
      picker.value = /^\d{4}-\d\d-\d\d$/.test(text) ? text + "T00:00" : text.slice(0, 16);
      picker.showPicker();
    });
    picker.addEventListener("change", function () {
      field.value = picker.value.replace("T", " ");
      field.focus();
    });
  });
})();
