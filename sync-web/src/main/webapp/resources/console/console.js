/* What pages need beside HTML: the reader's time zone, light and dark, and rows that move by themselves. */
(function () {
  "use strict";
  var THEMES = ["auto", "light", "dark"];
  var SOON = 2000;
  var GATHERED = 1000;
  var LATER = 30000;
  var root = document.documentElement;
  var touched = false;
  var leaving = false;
  var asking = null;
  var pressed = false;
  var released = null;
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

  function quoted(name, value) {
    return "[" + name + '="' + CSS.escape(value) + '"]';
  }

  /* What is ticked or not, filled in, open or loaded stays so while the part around it is read anew. */
  function keep(old, fresh) {
    old.querySelectorAll("input[type=checkbox]").forEach(function (box) {
      var same = fresh.querySelector(
        "input[type=checkbox]" + (box.id ? quoted("id", box.id) : quoted("name", box.name) + quoted("value", box.value))
      );
      if (same) {
        same.checked = box.checked;
      }
    });
    old.querySelectorAll("pre[data-src][data-loaded]").forEach(function (place) {
      var same = fresh.querySelector("pre" + quoted("data-src", place.dataset.src));
      if (same) {
        same.replaceWith(place);
      }
    });
    old.querySelectorAll("input[type=text][id], select[id]").forEach(function (field) {
      var same = fresh.querySelector("#" + CSS.escape(field.id));
      if (same) {
        same.value = field.value;
      }
    });
    old.querySelectorAll("details[id]").forEach(function (details) {
      var same = fresh.querySelector("#" + CSS.escape(details.id));
      if (same) {
        same.open = details.open;
      }
    });
  }

  /* PrimeFaces adds its nonce to the forms of a page once, when the page is loaded; a form without it is refused. */
  function nonce(fresh) {
    var known = document.querySelector('input[name="primefaces.nonce"]');
    fresh.querySelectorAll('form[method="post"]').forEach(function (form) {
      if (known && !form.querySelector('input[name="primefaces.nonce"]')) {
        var input = document.createElement("input");
        input.type = "hidden";
        input.name = known.name;
        input.value = known.value;
        form.append(input);
      }
    });
  }

  /* What has the focus is found again by what it is called, leads to or stands for. */
  function twin(element, old, fresh) {
    function same(part) {
      return Array.from(part.querySelectorAll(element.tagName)).filter(function (other) {
        return ["id", "href", "name", "value", "aria-label"].every(function (name) {
          return other.getAttribute(name) === element.getAttribute(name);
        });
      });
    }
    var place = same(old).indexOf(element);
    return place < 0 ? null : same(fresh)[place];
  }

  /* Nothing is taken from under a pressed pointer: what is let go on something else is no click. */
  function press() {
    pressed = true;
  }

  function release() {
    setTimeout(function () {
      pressed = false;
      if (released) {
        released();
        released = null;
      }
    }, 0);
  }

  function unpressed(text) {
    return new Promise(function (go) {
      if (pressed) {
        released = function () {
          go(text);
        };
      } else {
        go(text);
      }
    });
  }

  function lost(yes) {
    var place = document.getElementById("lost");
    if (place) {
      place.hidden = !yes;
    }
  }

  /* Without a session the page leads to the sign-in, unless somebody would lose what they are writing. */
  function outside() {
    if (touched) {
      document.getElementById("ended").hidden = false;
    } else {
      location.reload();
    }
  }

  /* What a form is answered with is told once, to the page that comes and to no reading of this one. */
  function leave(event) {
    if (event.target.method === "post") {
      leaving = true;
      if (asking) {
        asking.abort();
      }
      setTimeout(function () {
        leaving = false;
      }, LATER);
    }
  }

  /* Reads the page's own address again and takes over the part that moves. */
  function refresh() {
    if (leaving) {
      return Promise.resolve(false);
    }
    asking = new AbortController();
    return fetch(location.href, {
      credentials: "same-origin",
      redirect: "manual",
      headers: { Accept: "text/html", "Synctrail-Refresh": "true" },
      signal: asking.signal,
    })
      .then(function (answer) {
        lost(false);
        if (answer.type === "opaqueredirect") {
          outside();
          return null;
        }
        return answer.ok ? answer.text() : null;
      })
      .then(unpressed)
      .then(function (text) {
        var live = document.getElementById("live");
        var fresh = text && new DOMParser().parseFromString(text, "text/html").getElementById("live");
        if (fresh) {
          var focused = live.contains(document.activeElement) && twin(document.activeElement, live, fresh);
          keep(live, fresh);
          nonce(fresh);
          live.replaceWith(document.adoptNode(fresh));
          prepare(fresh);
          if (focused) {
            focused.focus({ preventScroll: true });
          }
        }
      })
      .then(
        function () {
          return true;
        },
        function () {
          lost(!leaving);
          return false;
        }
      );
  }

  /* The news say when to read again; without them the page asks while it says that it is not settled. */
  function follow() {
    var news = null;
    var told = false;
    var heardBefore = false;
    var waiting = false;
    var reading = false;
    var again = false;

    function open() {
      return document.getElementById("live").dataset.open === "true";
    }

    /* What the news do not tell is asked for. */
    function asks() {
      return document.getElementById("live").dataset.ask === "true";
    }

    function concerns(data) {
      var of = document.getElementById("live").dataset.of;
      return !of || data.indexOf(of) >= 0;
    }

    function soon(wait) {
      if (reading) {
        again = true;
      } else if (!waiting) {
        waiting = true;
        setTimeout(function () {
          waiting = false;
          reading = true;
          refresh().then(function (answered) {
            reading = false;
            if (!answered) {
              soon(SOON);
            } else if (again) {
              again = false;
              soon(GATHERED);
            } else {
              next();
            }
          });
        }, wait);
      }
    }

    function next() {
      if (!document.hidden && (!told || asks()) && open()) {
        soon(SOON);
      }
    }

    function heard(event) {
      if (concerns(event.data)) {
        soon(GATHERED);
      }
    }

    function hear() {
      if (!document.hidden && news === null) {
        listen();
      }
    }

    function listen() {
      if (!window.EventSource) {
        next();
        return;
      }
      news = new EventSource(document.documentElement.dataset.events);
      ["sync", "deployment", "retrieval", "reset"].forEach(function (kind) {
        news.addEventListener(kind, heard);
      });
      news.addEventListener("ready", function () {
        told = true;
        lost(false);
        if (heardBefore || open()) {
          soon(0);
        }
        heardBefore = true;
      });
      news.onerror = function () {
        told = false;
        if (news && news.readyState === EventSource.CLOSED) {
          news = null;
          soon(SOON);
          setTimeout(hear, LATER);
        } else {
          soon(SOON);
        }
      };
    }

    function stop() {
      told = false;
      if (news) {
        news.close();
        news = null;
      }
    }

    if (!document.getElementById("live")) {
      return;
    }
    /* A browser has few connections to one place: a page that nobody looks at holds none. */
    document.addEventListener("visibilitychange", function () {
      if (document.hidden) {
        stop();
      } else {
        hear();
        soon(0);
      }
    });
    document.addEventListener("submit", leave);
    document.addEventListener("pointerdown", press);
    ["pointerup", "pointercancel"].forEach(function (kind) {
      document.addEventListener(kind, release);
    });
    window.addEventListener("blur", release);
    window.addEventListener("pagehide", stop);
    window.addEventListener("pageshow", function (event) {
      if (event.persisted) {
        stop();
        hear();
        soon(0);
      }
    });
    if (!document.hidden) {
      listen();
    }
  }

  /* Values before and after are told apart by a sign at the start of their line, and by colour. */
  function show(place, text) {
    if (!place.classList.contains("diff")) {
      place.textContent = text;
      return;
    }
    text.trimEnd().split("\n").forEach(function (line) {
      var name = { "+": "ins", "-": "del" }[line.charAt(0)];
      var part = name ? document.createElement(name) : document.createTextNode(line + "\n");
      if (name) {
        part.textContent = line;
      }
      place.append(part);
    });
  }

  /* A payload is fetched when somebody opens it. */
  function load(details) {
    var place = details.querySelector("pre[data-src]");
    if (!details.open || !place || place.dataset.loaded !== undefined) {
      return;
    }
    place.dataset.loaded = "";
    fetch(place.dataset.src, { credentials: "same-origin", headers: { Accept: "text/plain" } })
      .then(function (answer) {
        if (answer.status === 401) {
          outside();
        }
        return answer.text();
      })
      .then(function (text) {
        show(place, text);
      })
      .catch(function () {
        delete place.dataset.loaded;
        lost(true);
      });
  }

  /* The browser fetches the file; the page asks meanwhile how far it has come. */
  function exporting(link) {
    var place = document.getElementById("exporting");
    var random = crypto.getRandomValues(new Uint8Array(16));
    var ticket = Array.from(random, function (one) {
      return one.toString(16).padStart(2, "0");
    }).join("");
    var query = link.search.replace(/&ticket=[0-9a-f]*/, "") + "&ticket=" + ticket;
    link.search = query;

    function ask(triesLeft) {
      setTimeout(function () {
        fetch("export-progress" + query, { credentials: "same-origin", headers: { Accept: "application/json" } })
          .then(function (answer) {
            return answer.json();
          })
          .then(function (now) {
            if (now.syncs !== undefined) {
              var all = Math.max(now.total, now.syncs);
              place.hidden = false;
              place.textContent = place.dataset.text
                .replace("{0}", now.syncs.toLocaleString(root.lang))
                .replace("{1}", all.toLocaleString(root.lang))
                .replace("{2}", all === 0 ? 100 : Math.floor((100 * now.syncs) / all));
            }
            if (!now.over && (now.syncs !== undefined || triesLeft > 0)) {
              ask(triesLeft - 1);
            }
          })
          .catch(function () {
            place.hidden = true;
          });
      }, 1000);
    }
    ask(5);
  }

  function copied(button) {
    button.textContent = button.dataset.copied;
  }

  /* Without TLS to another machine there is no clipboard for scripts; then the text is at least selected. */
  function copy(button) {
    var place = document.getElementById(button.dataset.copy);
    if (navigator.clipboard) {
      navigator.clipboard.writeText(place.textContent).then(function () {
        copied(button);
      });
      return;
    }
    getSelection().selectAllChildren(place);
    if (document.execCommand("copy")) {
      copied(button);
    }
  }

  /* What a plan does is let be done only as it was planned, and with consent to what is lost; the server asks the same. */
  function consenting(button) {
    var box = document.getElementById("ignoreDataLoss");
    var choice = document.getElementById("onConflict");
    function tell() {
      var consented = button.dataset.allowed === "always" || box.checked;
      var planned = choice.value === choice.dataset.planned;
      var needs = document.getElementById("needs-consent");
      button.disabled = !consented || !planned;
      if (needs) {
        needs.hidden = consented;
      }
      document.getElementById("needs-plan").hidden = planned;
    }
    box.addEventListener("change", tell);
    choice.addEventListener("change", tell);
    tell();
  }

  function prepare(part) {
    localize(part);
    part.querySelectorAll("[data-allowed]").forEach(consenting);
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
    part.querySelectorAll('a[href^="export?"]:not([href$="format=pdf"])').forEach(function (link) {
      link.addEventListener("click", function () {
        exporting(link);
      });
    });
    part.querySelectorAll("button[data-copy]").forEach(function (button) {
      button.addEventListener("click", function () {
        copy(button);
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
    if (document.getElementById("theme")) {
      switchable(document.getElementById("theme"));
    }
    document.querySelectorAll(".canvas[data-label] canvas").forEach(function (canvas) {
      canvas.setAttribute("aria-label", canvas.closest(".canvas").dataset.label);
    });
    document.addEventListener("input", function () {
      touched = true;
    });
    prepare(document);
    follow();
  });
})();
