/* Keeps the text of the type editor in this browser until it is saved, and offers to restore it: after the session has expired,
   after another page was opened, or after the browser was closed. Each open page has a draft of its own. */
(function () {
  "use strict";
  var OLDEST = 30 * 24 * 3600 * 1000;
  var form = document.getElementById("editor");
  if (!form) {
    return;
  }
  var fields = form.querySelectorAll("textarea[name], input[type=text][name], input[name=head]");
  var draftId = form.elements.draft;
  var notice = document.getElementById("draft");
  /* A text that was submitted and not saved is a draft, even if nobody edits it again. */
  var initial = draftId.value ? "" : JSON.stringify(values());
  var timer = null;
  var page = document.documentElement;
  var format = new Intl.DateTimeFormat(page.lang, { dateStyle: "medium", timeStyle: "short", timeZone: page.dataset.zone });

  function prefix(key) {
    return "draft:" + page.dataset.user + ":" + key + ":";
  }

  function values() {
    return Object.fromEntries(
      Array.from(fields, function (field) {
        return [field.name, field.value];
      })
    );
  }

  /* A draft that the browser has no room for is not kept; the page works without. */
  function store() {
    clearTimeout(timer);
    try {
      if (JSON.stringify(values()) === initial) {
        localStorage.removeItem(prefix(form.dataset.key || "") + draftId.value);
      } else {
        localStorage.setItem(prefix(form.dataset.key || "") + draftId.value, JSON.stringify({ at: Date.now(), values: values() }));
      }
    } catch (e) {
      return;
    }
  }

  function drafts() {
    var found = [];
    Object.keys(localStorage).forEach(function (name) {
      if (name.startsWith(prefix(form.dataset.key || ""))) {
        var draft = JSON.parse(localStorage.getItem(name));
        if (Date.now() - draft.at > OLDEST) {
          localStorage.removeItem(name);
        } else {
          found.push(Object.assign(draft, { name: name }));
        }
      }
    });
    return found.sort(function (a, b) {
      return b.at - a.at;
    });
  }

  function offer() {
    var draft = drafts().find(function (one) {
      return one.values.content !== form.elements.content.value && !one.name.endsWith(":" + draftId.value);
    });
    notice.hidden = !draft;
    if (draft) {
      var text = notice.querySelector("[data-text]");
      text.textContent = text.dataset.text + " " + format.format(draft.at) + ".";
      notice.querySelector("[data-do=restore]").onclick = function () {
        fields.forEach(function (field) {
          field.value = draft.values[field.name];
        });
        draftId.value = draft.name.split(":").pop();
        form.elements.content.dispatchEvent(new Event("input", { bubbles: true }));
        notice.hidden = true;
        form.elements.content.focus();
      };
      notice.querySelector("[data-do=discard]").onclick = function () {
        localStorage.removeItem(draft.name);
        offer();
      };
    }
  }

  function forget(stored) {
    var address = new URL(location.href);
    localStorage.removeItem(prefix(form.dataset.key || "") + stored);
    localStorage.removeItem(prefix("") + stored);
    address.searchParams.delete("stored");
    history.replaceState(history.state, "", address);
  }

  if (!draftId.value) {
    draftId.value = Array.from(crypto.getRandomValues(new Uint8Array(8)), function (one) {
      return one.toString(16).padStart(2, "0");
    }).join("");
  }
  try {
    if (form.dataset.stored) {
      forget(form.dataset.stored);
    }
    offer();
  } catch (e) {
    return;
  }
  form.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(store, 300);
  });
  form.addEventListener("submit", store);
  window.addEventListener("pagehide", function () {
    if (JSON.stringify(values()) !== initial) {
      store();
    }
  });
})();
