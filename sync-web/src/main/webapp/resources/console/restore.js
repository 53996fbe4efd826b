/* Restores the input of a form that was submitted after the session had ended: the user signs in, and the form is as it was.
   It is not submitted again. Each tab keeps what it submitted last, without passwords and files, until it shows another page. */
(function () {
  "use strict";
  var KEY = "submitted";
  var user = document.documentElement.dataset.user;

  function address() {
    return location.pathname + location.search;
  }

  /* The hidden fields tell what the user had seen, such as the revision, and that the form was submitted before. */
  function fields(form) {
    return Array.from(form.elements).filter(function (field) {
      return field.name && !field.name.startsWith("jakarta.faces.") && field.matches("textarea, select, input:not([type=password], [type=file], [type=submit])");
    });
  }

  function isBox(field) {
    return field.type === "checkbox" || field.type === "radio";
  }

  /* The type editor keeps a draft of its own. A field may have the name "id", so the property of the form is not its id. */
  function keep(event) {
    var form = event.target;
    if (user && form.method === "post" && !form.elements.draft) {
      sessionStorage.setItem(
        KEY,
        JSON.stringify({
          user: user,
          address: address(),
          hash: location.hash,
          form: form.getAttribute("id"),
          fields: fields(form).map(function (field) {
            return [field.name, field.value, field.checked];
          }),
        })
      );
    }
  }

  function reveal(field) {
    for (var part = field.closest("details"); part; part = part.parentElement.closest("details")) {
      part.open = true;
    }
  }

  function fill(form, kept) {
    var left = fields(form);
    kept.fields.forEach(function (one) {
      var place = left.findIndex(function (field) {
        return field.name === one[0] && (!isBox(field) || field.value === one[1]);
      });
      var field = left.splice(place, place < 0 ? 0 : 1)[0];
      if (field && (isBox(field) ? field.checked !== one[2] : field.value !== one[1])) {
        field.value = one[1];
        field.checked = one[2];
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
        if (field.type !== "hidden") {
          reveal(field);
          document.getElementById("restored").hidden = false;
        }
      }
    });
  }

  /* A sign-in page that says so follows a refused submit, and is followed by the page of the form. */
  function restore() {
    var kept = JSON.parse(sessionStorage.getItem(KEY));
    var refused = kept && (kept.refused || (!user && new URLSearchParams(location.search).has("lost")));
    sessionStorage.removeItem(KEY);
    if (refused && !user) {
      kept.refused = true;
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    }
    if (!refused || kept.user !== user || kept.address !== address()) {
      return;
    }
    function tryAgain() {
      var form = kept && document.getElementById(kept.form);
      if (form) {
        fill(form, kept);
        kept = null;
      }
    }
    tryAgain();
    if (kept) {
      document.addEventListener("synctrail:added", tryAgain);
      location.hash = kept.hash;
    }
  }

  document.addEventListener("submit", keep);
  document.addEventListener("DOMContentLoaded", restore);
})();
