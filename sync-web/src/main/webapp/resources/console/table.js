/* Scripts of lists: menus, order of columns, and the side panel that shows a row without leaving the list. */
(function () {
  "use strict";
  var ROOMY = "(min-width: 641px)";
  var REFERENCES = ["for", "list", "form", "aria-labelledby", "aria-describedby", "aria-controls", "data-copy"];
  var HASH = "#panel=";
  var panel = null;
  var opener = null;
  var loading = null;
  var shown = null;

  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!except || !menu.contains(except)) {
        menu.open = false;
      }
    });
  }

  function move(button) {
    var item = button.closest("li");
    var up = button.dataset.move === "up";
    var other = up ? item.previousElementSibling : item.nextElementSibling;
    if (other) {
      item.parentNode.insertBefore(up ? item : other, up ? other : item);
      button.focus();
    }
  }

  /* Submits the form without its choice, so that the list shows the usual columns. */
  function usual(button) {
    button.form.querySelectorAll('[name="' + button.dataset.usual + '"]').forEach(function (box) {
      box.disabled = true;
    });
  }

  /* Only pages of the console are loaded into the panel, whatever the address says. */
  function address(text) {
    return /^[a-z-]+\.xhtml\?[^#]*$/.test(text) ? text : null;
  }

  /* The list and the panel are parts of one document, so the ids of the panel get a prefix. A form may have a field
     of the name "id", so its property is not its id. */
  function adapted(part, base) {
    part.removeAttribute("id");
    part.querySelectorAll("[id]").forEach(function (element) {
      element.setAttribute("id", "panel-" + element.getAttribute("id"));
    });
    REFERENCES.forEach(function (name) {
      part.querySelectorAll("[" + name + "]").forEach(function (element) {
        element.setAttribute(name, "panel-" + element.getAttribute(name));
      });
    });
    part.querySelectorAll('a[href^="?"], a[href^="#"]').forEach(function (link) {
      link.href = new URL(link.getAttribute("href"), base).href;
    });
    return part;
  }

  function build() {
    var texts = document.getElementById("panelTexts").dataset;
    var bar = document.createElement("div");
    var open = document.createElement("a");
    var close = document.createElement("button");
    panel = document.createElement("dialog");
    panel.className = "panel";
    panel.id = "panel";
    bar.className = "actions";
    open.className = "button";
    open.textContent = texts.open;
    close.type = "button";
    close.textContent = texts.close;
    close.addEventListener("click", leave);
    bar.append(open, close);
    panel.append(bar, document.createElement("div"));
    document.body.append(panel);
  }

  function fill(href, text) {
    var page = new DOMParser().parseFromString(text, "text/html");
    var live = page.getElementById("live");
    var part = adapted(document.adoptNode(live || page.getElementById("main")), new URL(href, location.href));
    panel.lastElementChild.replaceChildren(part);
    panel.setAttribute("aria-label", page.title);
    part.dispatchEvent(new CustomEvent("synctrail:added", { bubbles: true }));
  }

  function load(href) {
    loading = href;
    return fetch(href, { credentials: "same-origin", redirect: "manual", headers: { Accept: "text/html", "Synctrail-Refresh": "true" } })
      .then(function (answer) {
        return answer.ok ? answer.text() : null;
      })
      .then(function (text) {
        if (loading !== href) {
          return false;
        }
        if (text === null) {
          location.assign(href);
          return false;
        }
        fill(href, text);
        return true;
      });
  }

  function show(href) {
    if (!panel) {
      build();
    }
    shown = href;
    panel.querySelector("a").href = href;
    load(href).then(
      function (filled) {
        if (filled && !panel.open) {
          panel.show();
        }
        if (filled) {
          panel.querySelector("a").focus();
        }
      },
      function () {
        location.assign(href);
      }
    );
  }

  function hide() {
    shown = null;
    loading = null;
    if (panel && panel.open) {
      panel.close();
      if (opener) {
        var again = opener.isConnected ? opener : document.querySelector('a[data-panel][href="' + CSS.escape(opener.getAttribute("href")) + '"]');
        if (again) {
          /* Going back in the history takes the focus away after this event. */
          setTimeout(function () {
            again.focus();
          }, 0);
        }
      }
    }
  }

  /* The panel is part of the history of the browser: going back closes it, and its address shows it again. */
  function leave() {
    if (history.state && history.state.panel) {
      history.back();
    } else {
      history.replaceState(null, "", location.pathname + location.search);
      hide();
    }
  }

  function enter(link) {
    var href = address(link.getAttribute("href"));
    if (!href) {
      return false;
    }
    var hash = HASH + encodeURIComponent(href);
    if (!panel || !panel.contains(link)) {
      opener = link;
    }
    if (shown) {
      history.replaceState(history.state, "", hash);
    } else {
      history.pushState({ panel: true }, "", hash);
    }
    show(href);
    return true;
  }

  function follow() {
    var href = location.hash.startsWith(HASH) ? address(decodeURIComponent(location.hash.slice(HASH.length))) : null;
    if (!href || !matchMedia(ROOMY).matches) {
      hide();
    } else if (href !== shown) {
      show(href);
    }
  }

  function plain(event) {
    return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey && matchMedia(ROOMY).matches;
  }

  function rowLink(event) {
    var row = event.target.closest("tr");
    var busy = event.target.closest("a, button, input, label, select, summary, details");
    return row && !busy && getSelection().isCollapsed ? row.querySelector("a[data-panel]") : null;
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-move]");
    closeMenus(event.target);
    if (button) {
      move(button);
    } else if (event.target.closest("[data-usual]")) {
      usual(event.target.closest("[data-usual]"));
    } else if (plain(event)) {
      var link = event.target.closest("a[data-panel]") || rowLink(event);
      if (link && enter(link)) {
        event.preventDefault();
      }
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || event.defaultPrevented) {
      return;
    }
    var menu = document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (panel && panel.open && !document.querySelector("dialog:modal")) {
      leave();
    }
  });
  window.addEventListener("popstate", follow);
  /* What the list has just heard of may concern the row in the panel, too. */
  document.addEventListener("synctrail:replaced", function () {
    if (shown && panel.open && panel.querySelector('[data-open="true"]') && !panel.contains(document.activeElement)) {
      load(shown);
    }
  });
  document.addEventListener("DOMContentLoaded", follow);
})();
