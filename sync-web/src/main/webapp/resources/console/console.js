/* What pages need beside HTML: the reader's time zone, light and dark, and rows that move by themselves. */
(function () {
  "use strict";
  var THEMES = ["auto", "light", "dark"];
  var SOON = 2000;
  var LATER = 15000;
  var root = document.documentElement;
  var format = new Intl.DateTimeFormat(root.lang || undefined, { dateStyle: "medium", timeStyle: "medium" });

  function theme() {
    try {
      return localStorage.getItem("theme") || "auto";
    } catch (e) {
      return "auto";
    }
  }

  function wear(name) {
    if (name === "auto") {
      root.removeAttribute("data-theme");
    } else {
      root.dataset.theme = name;
    }
  }

  function localize(part) {
    part.querySelectorAll("time[datetime]:not([data-local])").forEach(function (time) {
      time.textContent = format.format(new Date(time.dateTime));
      time.dataset.local = "";
    });
  }

  function switchable(button) {
    function name() {
      button.textContent = button.dataset[theme()];
    }
    button.hidden = false;
    name();
    button.addEventListener("click", function () {
      var next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
      try {
        localStorage.setItem("theme", next);
      } catch (e) {
        return;
      }
      wear(next);
      name();
    });
  }

  /* What is ticked or open stays so while the part around it is read anew. */
  function keep(old, fresh) {
    old.querySelectorAll("input[type=checkbox]:checked").forEach(function (box) {
      var same = fresh.querySelector('input[type=checkbox][value="' + CSS.escape(box.value) + '"]');
      if (same) {
        same.checked = true;
      }
    });
    old.querySelectorAll("details[id]").forEach(function (details) {
      var same = fresh.querySelector("#" + CSS.escape(details.id));
      if (same) {
        same.open = details.open;
      }
    });
  }

  /* Reads the page's own address again while a part says that it is not settled. */
  function follow() {
    var live = document.getElementById("live");
    var every = live && { "true": SOON, idle: LATER }[live.dataset.open];
    if (!every) {
      return;
    }
    setTimeout(function () {
      if (document.hidden) {
        follow();
        return;
      }
      fetch(location.href, { credentials: "same-origin", redirect: "manual" })
        .then(function (answer) {
          if (answer.type === "opaqueredirect") {
            location.reload();
            return null;
          }
          return answer.ok ? answer.text() : null;
        })
        .then(function (text) {
          var fresh = text && new DOMParser().parseFromString(text, "text/html").getElementById("live");
          if (fresh) {
            var focused = document.activeElement && live.contains(document.activeElement) && document.activeElement.id;
            keep(live, fresh);
            live.replaceWith(document.adoptNode(fresh));
            prepare(fresh);
            if (focused && document.getElementById(focused)) {
              document.getElementById(focused).focus();
            }
          }
          follow();
        })
        .catch(follow);
    }, every);
  }

  /* A payload is fetched when somebody opens it. */
  function load(details) {
    var place = details.querySelector("pre[data-src]");
    if (!details.open || !place || place.dataset.loaded !== undefined) {
      return;
    }
    place.dataset.loaded = "";
    fetch(place.dataset.src, { credentials: "same-origin" })
      .then(function (answer) {
        return answer.text();
      })
      .then(function (text) {
        place.textContent = text;
      })
      .catch(function () {
        delete place.dataset.loaded;
      });
  }

  function prepare(part) {
    localize(part);
    part.querySelectorAll("details").forEach(function (details) {
      load(details);
      details.addEventListener("toggle", function () {
        load(details);
      });
    });
    part.querySelectorAll("input[data-all]").forEach(function (all) {
      all.addEventListener("change", function () {
        document.querySelectorAll('input[name="' + all.dataset.all + '"]').forEach(function (box) {
          box.checked = all.checked;
        });
      });
    });
    part.querySelectorAll("button[data-copy]").forEach(function (button) {
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent).then(function () {
          button.textContent = button.dataset.copied;
        });
      });
    });
    part.querySelectorAll("a[data-line]").forEach(function (link) {
      link.addEventListener("click", function (event) {
        var text = document.getElementById(link.hash.slice(1));
        var lines = text.value.split("\n");
        var start = lines.slice(0, link.dataset.line - 1).join("\n").length + (link.dataset.line > 1 ? 1 : 0);
        event.preventDefault();
        text.focus();
        text.setSelectionRange(start, start + (lines[link.dataset.line - 1] || "").length);
        text.scrollTop = (text.scrollHeight / lines.length) * Math.max(0, link.dataset.line - 4);
      });
    });
  }

  wear(theme());
  document.addEventListener("DOMContentLoaded", function () {
    switchable(document.getElementById("theme"));
    document.querySelectorAll(".canvas[data-label] canvas").forEach(function (canvas) {
      canvas.setAttribute("aria-label", canvas.closest(".canvas").dataset.label);
    });
    prepare(document);
    follow();
  });
})();
