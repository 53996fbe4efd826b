/* Scripts of all pages: frame, relative time, time zone, theme, automatic updates, dialogs, payloads, exports, consent. */
(function () {
  "use strict";
  var THEMES = ["auto", "light", "dark"];
  var POLL_DELAY = 2000;
  var EVENT_DELAY = 1000;
  var RECONNECT_DELAY = 30000;
  var TOAST_DELAY = 10000;
  var root = document.documentElement;
  var edited = false;
  var leaving = false;
  var refreshRequest = null;
  var pressed = false;
  var released = null;
  var TICK = 30000;
  var UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];
  var MAX_DAYS = 30;
  var relativeTime = new Intl.RelativeTimeFormat(root.lang || undefined, { numeric: "always", style: "short" });
  var now = new Intl.RelativeTimeFormat(root.lang || undefined, { numeric: "auto" }).format(0, "second");
  /* The clock of the server, because the times are its. */
  var skew = root.dataset.now ? Date.parse(root.dataset.now) - Date.now() : 0;

  function theme() {
    try {
      return localStorage.getItem("theme") || "auto";
    } catch (e) {
      return "auto";
    }
  }

  function applyTheme(name) {
    if (name === "auto") {
      root.removeAttribute("data-theme");
    } else {
      root.dataset.theme = name;
    }
  }

  /* Returns how long ago an instant is; empty if it is so far away that its date says more. */
  function relative(instant) {
    var seconds = (Date.parse(instant) - Date.now() - skew) / 1000;
    if (Math.abs(seconds) >= MAX_DAYS * UNITS[0][1]) {
      return "";
    }
    var unit = UNITS.find(function (one) {
      return Math.abs(seconds) >= one[1];
    });
    return unit ? relativeTime.format(Math.trunc(seconds / unit[1]), unit[0]) : now;
  }

  /* The server writes the exact time into the text and the title; one of them becomes the relative time. */
  function localize(part) {
    part.querySelectorAll("time[datetime]").forEach(function (time) {
      var text = relative(time.dateTime);
      if (!text) {
        return;
      }
      if (time.dataset.exact === undefined) {
        time.textContent = text;
      } else {
        time.title = text;
      }
    });
  }

  /* The server needs the zone to write times and to understand dates. "auto:" precedes the zone of the browser. */
  function zoneCookie() {
    var found = /(?:^|; )zone=([^;]*)/.exec(document.cookie);
    return found ? decodeURIComponent(found[1]) : "";
  }

  function storeZone(zone) {
    document.cookie =
      "zone=" + encodeURIComponent(zone) + "; path=/; max-age=31536000; samesite=lax" + (location.protocol === "https:" ? "; secure" : "");
    return zoneCookie() === zone;
  }

  /* Tells the server the zone of the browser unless the user chose another; loads the page again if it used another zone. */
  function tellZone() {
    var stored = zoneCookie();
    var zone = new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    if ((!stored || stored.startsWith("auto:")) && stored !== "auto:" + zone && storeZone("auto:" + zone)) {
      if (root.dataset.zone && root.dataset.zone !== zone) {
        location.reload();
      }
    }
  }

  /* The zones to choose from: that of the browser, UTC, and all that the browser knows. */
  function zones(select) {
    var own = "auto:" + (new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");
    var stored = zoneCookie();
    var all = [own, "UTC"].concat(Intl.supportedValuesOf ? Intl.supportedValuesOf("timeZone") : []);
    if (!stored || all.indexOf(stored) < 0) {
      all.push(stored || root.dataset.zone);
    }
    all.forEach(function (zone) {
      select.add(
        new Option(zone === own ? select.dataset.browser.replace("{0}", own.slice(5)) : zone, zone, false, zone === (stored || root.dataset.zone))
      );
    });
    select.hidden = false;
    select.previousElementSibling.hidden = true;
    select.addEventListener("change", function () {
      if (storeZone(select.value)) {
        location.reload();
      }
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
      applyTheme(next);
      name();
      document.dispatchEvent(new CustomEvent("synctrail:theme"));
    });
  }

  /* The menu button of narrow screens, and the user menu, which closes like every menu. */
  function menus() {
    var menu = document.getElementById("menu");
    var who = document.getElementById("who");
    if (!menu) {
      return;
    }
    root.classList.add("scripted");
    menu.hidden = false;
    menu.addEventListener("click", function () {
      var open = root.classList.toggle("nav-open");
      menu.setAttribute("aria-expanded", String(open));
    });
    document.addEventListener("click", function (event) {
      if (!who.contains(event.target)) {
        who.open = false;
      }
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && who.open) {
        who.open = false;
        who.querySelector("summary").focus();
      }
    });
  }

  /* Messages can be closed; the good ones close themselves unless somebody reads them. */
  function dismissible(button) {
    var toast = button.closest("li");
    var list = button.closest(".toasts");
    function dismiss() {
      toast.remove();
      if (!list.querySelector("li")) {
        list.remove();
      }
    }
    button.hidden = false;
    button.addEventListener("click", dismiss);
    if (button.dataset.dismiss === "soon") {
      setTimeout(function wait() {
        if (list.matches(":hover, :focus-within")) {
          setTimeout(wait, TOAST_DELAY);
        } else {
          dismiss();
        }
      }, TOAST_DELAY);
    }
  }

  /*
   * Asks before a button with data-confirm submits its form: with the consequence in words, and for the reason if the form
   * has a hidden field for it. The server checks both again.
   */
  function confirmed(event) {
    var button = event.target.closest("[data-confirm]");
    var dialog = document.getElementById("ask");
    if (!button || button.disabled || button.dataset.confirmed !== undefined) {
      return;
    }
    event.preventDefault();
    if (!button.form.reportValidity()) {
      return;
    }
    var name = button.textContent || button.value;
    var why = document.getElementById("askReason");
    var reason = button.form.querySelector("[name=reason][type=hidden]");
    document.getElementById("askTitle").textContent = name + (button.dataset.subject ? ": " + button.dataset.subject : "");
    document.getElementById("askText").textContent = button.dataset.confirm;
    document.getElementById("askYes").textContent = name;
    document.getElementById("askWhy").hidden = !reason;
    why.value = reason ? reason.value : "";
    dialog.returnValue = "no";
    dialog.onclose = function () {
      release();
      if (reason) {
        reason.value = why.value;
      }
      if (dialog.returnValue !== "yes") {
        button.focus();
        return;
      }
      button.dataset.confirmed = "";
      button.form.requestSubmit(button);
      delete button.dataset.confirmed;
    };
    press();
    dialog.showModal();
  }

  function quoted(name, value) {
    return "[" + name + '="' + CSS.escape(value) + '"]';
  }

  /* Tells whether the user has changed a field; others get the value of the server. */
  function changed(field) {
    if (field.tagName === "SELECT") {
      return Array.from(field.options).some(function (option) {
        return option.selected !== option.defaultSelected;
      });
    }
    return ["hidden", "checkbox", "radio", "submit", "file"].indexOf(field.type) < 0 && field.value !== field.defaultValue;
  }

  /* Keeps selections, inputs, open details, loaded payloads and drawn charts when the live part is replaced. */
  function keep(old, fresh) {
    old.querySelectorAll("input[type=checkbox]").forEach(function (box) {
      var same = fresh.querySelector(
        "input[type=checkbox]" + (box.id ? quoted("id", box.id) : quoted("name", box.name) + quoted("value", box.value))
      );
      if (same) {
        same.checked = box.checked;
      }
    });
    old.querySelectorAll("[data-src][data-loaded]").forEach(function (place) {
      var same = fresh.querySelector(quoted("data-src", place.dataset.src));
      if (same) {
        same.replaceWith(place);
      }
    });
    old.querySelectorAll("input[id], textarea[id], select[id]").forEach(function (field) {
      var same = fresh.querySelector("#" + CSS.escape(field.id));
      if (same && changed(field)) {
        same.value = field.value;
      }
    });
    old.querySelectorAll("canvas[data-chart][id]").forEach(function (canvas) {
      var same = fresh.querySelector("#" + CSS.escape(canvas.id));
      if (same && same.dataset.chart === canvas.dataset.chart) {
        same.parentNode.replaceWith(canvas.parentNode);
      }
    });
    old.querySelectorAll("details[id]").forEach(function (details) {
      var same = fresh.querySelector("#" + CSS.escape(details.id));
      if (same) {
        same.open = details.open;
      }
    });
  }

  /* Finds the element that corresponds to the focused one, by id, link, name, value or label. */
  function counterpart(element, old, fresh) {
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

  /* Remembers where parts are scrolled to, and returns what scrolls them or their counterparts there again. */
  function scrolls(old, fresh) {
    var parts = Array.from(old.querySelectorAll("*"))
      .filter(function (part) {
        return part.scrollTop || part.scrollLeft;
      })
      .map(function (part) {
        return { part: part, other: counterpart(part, old, fresh), left: part.scrollLeft, top: part.scrollTop };
      });
    return function () {
      parts.forEach(function (one) {
        var part = one.part.isConnected ? one.part : one.other;
        if (part) {
          part.scrollTo(one.left, one.top);
        }
      });
    };
  }

  /* Nothing is replaced while the pointer is pressed: releasing it on another element would not be a click. Nor is it while the
     page asks, because the button that is asked about would be gone. */
  function press() {
    pressed = true;
  }

  function release() {
    setTimeout(function () {
      pressed = document.getElementById("ask").open;
      if (released && !pressed) {
        released();
        released = null;
      }
    }, 0);
  }

  function afterRelease(text) {
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

  function showConnectionLost(yes) {
    var place = document.getElementById("lost");
    if (place) {
      place.hidden = !yes;
    }
  }

  /* When the session has ended, reloads the page to get to the sign-in, unless the user would lose input. */
  function sessionEnded() {
    if (edited) {
      document.getElementById("ended").hidden = false;
    } else {
      location.reload();
    }
  }

  /* The message after a submit is shown once. It must reach the next page, so refreshes stop meanwhile. */
  function leave(event) {
    if (event.target.method === "post") {
      leaving = true;
      if (refreshRequest) {
        refreshRequest.abort();
      }
      setTimeout(function () {
        leaving = false;
      }, RECONNECT_DELAY);
    }
  }

  /* Replaces the other live parts of the page, which hold no input. */
  function replaceOthers(loaded) {
    document.querySelectorAll("[data-live]").forEach(function (part) {
      var fresh = loaded.getElementById(part.id);
      if (fresh && !part.contains(document.activeElement)) {
        part.replaceWith(document.adoptNode(fresh));
        prepare(fresh);
      }
    });
  }

  /* Loads the page again and replaces its live part. */
  function refresh() {
    if (leaving) {
      return Promise.resolve(false);
    }
    refreshRequest = new AbortController();
    return fetch(location.href, {
      credentials: "same-origin",
      redirect: "manual",
      headers: { Accept: "text/html", "Synctrail-Refresh": "true" },
      signal: refreshRequest.signal,
    })
      .then(function (answer) {
        showConnectionLost(false);
        if (answer.type === "opaqueredirect") {
          sessionEnded();
          return null;
        }
        return answer.ok ? answer.text() : null;
      })
      .then(afterRelease)
      .then(function (text) {
        var live = document.getElementById("live");
        var loaded = text && !leaving && new DOMParser().parseFromString(text, "text/html");
        var fresh = loaded && loaded.getElementById("live");
        if (loaded) {
          replaceOthers(loaded);
        }
        if (fresh) {
          var focused = live.contains(document.activeElement) && counterpart(document.activeElement, live, fresh);
          var scrollAgain = scrolls(live, fresh);
          keep(live, fresh);
          live.replaceWith(document.adoptNode(fresh));
          scrollAgain();
          prepare(fresh);
          fresh.dispatchEvent(new CustomEvent("synctrail:replaced", { bubbles: true }));
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
          showConnectionLost(!leaving);
          return false;
        }
      );
  }

  /* Refreshes the page on change events; without the event stream, polls while something on the page is open. */
  function follow() {
    var stream = null;
    var connected = false;
    var connectedBefore = false;
    var waiting = false;
    var reading = false;
    var again = false;

    function open() {
      return document.getElementById("live").dataset.open === "true";
    }

    /* Polls although the stream is connected, for content that has no change events. */
    function polls() {
      return document.getElementById("live").dataset.ask === "true";
    }

    function concerns(data) {
      var of = document.getElementById("live").dataset.of;
      return !of || data.indexOf(of) >= 0;
    }

    function schedule(wait) {
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
              schedule(POLL_DELAY);
            } else if (again) {
              again = false;
              schedule(EVENT_DELAY);
            } else {
              next();
            }
          });
        }, wait);
      }
    }

    function next() {
      if (!document.hidden && (!connected || polls()) && open()) {
        schedule(POLL_DELAY);
      }
    }

    function onEvent(event) {
      if (concerns(event.data)) {
        schedule(EVENT_DELAY);
      }
    }

    function connect() {
      if (!document.hidden && stream === null) {
        listen();
      }
    }

    function listen() {
      if (!window.EventSource) {
        next();
        return;
      }
      stream = new EventSource(document.documentElement.dataset.events);
      ["sync", "deployment", "retrieval", "reset"].forEach(function (kind) {
        stream.addEventListener(kind, onEvent);
      });
      stream.addEventListener("ready", function () {
        connected = true;
        showConnectionLost(false);
        if (connectedBefore || open()) {
          schedule(0);
        }
        connectedBefore = true;
      });
      stream.onerror = function () {
        connected = false;
        if (stream && stream.readyState === EventSource.CLOSED) {
          stream = null;
          schedule(POLL_DELAY);
          setTimeout(connect, RECONNECT_DELAY);
        } else {
          schedule(POLL_DELAY);
        }
      };
    }

    function stop() {
      connected = false;
      if (stream) {
        stream.close();
        stream = null;
      }
    }

    if (!document.getElementById("live")) {
      return;
    }
    /* Browsers limit the connections to one host, so a hidden page closes its stream. */
    document.addEventListener("visibilitychange", function () {
      if (document.hidden) {
        stop();
      } else {
        connect();
        schedule(0);
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
        connect();
        schedule(0);
      }
    });
    if (!document.hidden) {
      listen();
    }
  }

  /* Lines of a diff begin with + or -, so that they do not depend on colour alone. */
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

  /* Loads what a details element shows when it is opened, but not what details inside of it show. */
  function load(details) {
    if (details.open) {
      details.querySelectorAll("[data-src]:not([data-loaded])").forEach(function (place) {
        if (place.closest("details") === details) {
          place.dataset.loaded = "";
          (place.dataset.viewer ? view(place) : read(place)).catch(function () {
            delete place.dataset.loaded;
            showConnectionLost(true);
          });
        }
      });
    }
  }

  /* The viewer of payloads is loaded with the first payload. */
  function view(place) {
    return import(place.dataset.viewer).then(function (viewer) {
      return viewer.open(place, sessionEnded);
    });
  }

  function read(place) {
    return fetch(place.dataset.src, { credentials: "same-origin", headers: { Accept: "text/plain" } })
      .then(function (answer) {
        if (answer.status === 401) {
          sessionEnded();
        }
        return answer.text();
      })
      .then(function (text) {
        show(place, text);
      });
  }

  /* Shows the progress of an export while the browser downloads the file. */
  function exporting(link) {
    var place = document.getElementById("exporting");
    var random = crypto.getRandomValues(new Uint8Array(16));
    var ticket = Array.from(random, function (one) {
      return one.toString(16).padStart(2, "0");
    }).join("");
    var query = link.search.replace(/&ticket=[0-9a-f]*/, "") + "&ticket=" + ticket;
    link.search = query;

    function ask(attemptsLeft) {
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
            if (!now.over && (now.syncs !== undefined || attemptsLeft > 0)) {
              ask(attemptsLeft - 1);
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

  /* Without TLS, scripts have no clipboard on a remote host; then the text is at least selected. */
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

  /* Enables the button only for the planned choice and with consent to data loss; the server checks the same. */
  function enableWithConsent(button) {
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
    part.querySelectorAll("[data-allowed]").forEach(enableWithConsent);
    part.querySelectorAll("details").forEach(function (details) {
      load(details);
      details.addEventListener("toggle", function () {
        load(details);
      });
    });
    part.querySelectorAll("input[data-all]").forEach(function (all) {
      all.addEventListener("change", function () {
        (all.form || document).querySelectorAll('input[name="' + all.dataset.all + '"]').forEach(function (box) {
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

  applyTheme(theme());
  tellZone();
  document.addEventListener("DOMContentLoaded", function () {
    if (document.getElementById("page-zone")) {
      zones(document.getElementById("page-zone"));
    }
    setInterval(function () {
      localize(document);
    }, TICK);
    if (document.getElementById("theme")) {
      switchable(document.getElementById("theme"));
    }
    menus();
    document.querySelectorAll("[data-dismiss]").forEach(dismissible);
    document.addEventListener("click", confirmed);
    document.addEventListener("input", function () {
      edited = true;
    });
    document.addEventListener("synctrail:added", function (event) {
      prepare(event.target);
    });
    prepare(document);
    follow();
  });
})();
