/* The search field of the header: a combobox over the results page, and what was opened last. */
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  var DELAY = 150;
  var MAX_RECENT = 8;
  var WITH_RECENT = /\/(type|platform|sync|deployment|pull-run|conflict|user)\.xhtml$/;
  var input = document.getElementById("search");
  if (!input) {
    return;
  }
  var form = input.form;
  var list = document.getElementById("search-results");
  var status = document.getElementById("search-status");
  var active = -1;
  var timer = 0;
  var request = null;
  var key = "recent:" + input.dataset.user;

  function recent() {
    try {
      return JSON.parse(localStorage.getItem(key)) || [];
    } catch (e) {
      return [];
    }
  }

  /* The page of one thing is remembered by its title; its address keeps only what identifies the thing. */
  function remember() {
    var query = new URLSearchParams(location.search);
    var name = ["id", "key", "name"].find(function (one) {
      return query.get(one);
    });
    if (!name || !WITH_RECENT.test(location.pathname)) {
      return;
    }
    var href = location.pathname + "?" + name + "=" + encodeURIComponent(query.get(name));
    var others = recent().filter(function (one) {
      return one.href !== href;
    });
    others.unshift({ text: document.title.split(" – ").slice(0, -1).join(" – "), href: href });
    try {
      localStorage.setItem(key, JSON.stringify(others.slice(0, MAX_RECENT)));
    } catch (e) {
      return;
    }
  }

  function options() {
    return Array.from(list.querySelectorAll("[role=option]"));
  }

  /* Null activates none; beyond one end, the other end follows. */
  function activate(index) {
    var all = options();
    active = index === null || all.length === 0 ? -1 : (index + all.length) % all.length;
    all.forEach(function (option, i) {
      option.setAttribute("aria-selected", i === active);
    });
    if (active < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }
  }

  function close() {
    clearTimeout(timer);
    if (request) {
      request.abort();
    }
    list.hidden = true;
    list.textContent = "";
    input.setAttribute("aria-expanded", "false");
    activate(null);
  }

  function option(hit, number) {
    var link = document.createElement("a");
    var text = document.createElement("bdi");
    link.id = "search-option-" + number;
    link.href = hit.href;
    link.tabIndex = -1;
    link.setAttribute("role", "option");
    text.textContent = hit.text;
    link.append(text);
    if (hit.detail) {
      var detail = document.createElement("span");
      detail.className = "hint";
      detail.textContent = hit.detail;
      link.append(" ", detail);
    }
    return link;
  }

  function show(groups) {
    var count = 0;
    list.textContent = "";
    groups.forEach(function (group, i) {
      var place = document.createElement("div");
      var label = document.createElement("div");
      label.id = "search-group-" + i;
      label.className = "label";
      label.textContent = group.label;
      place.setAttribute("role", "group");
      place.setAttribute("aria-labelledby", label.id);
      place.append(label);
      group.hits.forEach(function (hit) {
        place.append(option(hit, count++));
      });
      list.append(place);
    });
    list.hidden = count === 0;
    input.setAttribute("aria-expanded", count > 0);
    status.textContent = count ? status.dataset.hits.replace("{0}", count) : status.dataset.none;
    activate(input.value.trim() ? 0 : null);
  }

  function recentGroup(text) {
    var hits = recent().filter(function (one) {
      return one.text.toLowerCase().includes(text.toLowerCase());
    });
    return hits.length ? [{ label: input.dataset.recent, hits: hits }] : [];
  }

  function groupsOf(html) {
    var sections = new DOMParser().parseFromString(html, "text/html").querySelectorAll("#found section");
    return Array.from(sections, function (section) {
      return {
        label: section.querySelector("h2").textContent,
        hits: Array.from(section.querySelectorAll("li"), function (item) {
          return {
            text: item.querySelector("a").textContent,
            href: item.querySelector("a").getAttribute("href"),
            detail: item.querySelector(".hint").textContent,
          };
        }),
      };
    });
  }

  function search() {
    var text = input.value.trim();
    if (request) {
      request.abort();
    }
    request = new AbortController();
    fetch(form.action + "?q=" + encodeURIComponent(text), {
      credentials: "same-origin",
      redirect: "error",
      headers: { Accept: "text/html", "Synctrail-Refresh": "true" },
      signal: request.signal,
    })
      .then(function (answer) {
        return answer.ok ? answer.text() : "";
      })
      .then(function (html) {
        var first = recentGroup(text);
        var known = first.length
          ? first[0].hits.map(function (one) {
              return one.href;
            })
          : [];
        var found = groupsOf(html)
          .map(function (group) {
            return {
              label: group.label,
              hits: group.hits.filter(function (hit) {
                return known.indexOf(hit.href) < 0;
              }),
            };
          })
          .filter(function (group) {
            return group.hits.length > 0;
          });
        show(first.concat(found));
      })
      .catch(function () {
        /* A later request replaces this one; without an answer, Enter opens the results page. */
      });
  }

  input.addEventListener("input", function () {
    activate(null);
    clearTimeout(timer);
    timer = setTimeout(search, DELAY);
  });
  input.addEventListener("focus", search);
  form.addEventListener("focusout", function (event) {
    if (!form.contains(event.relatedTarget)) {
      close();
    }
  });
  list.addEventListener("pointerdown", function (event) {
    event.preventDefault();
  });
  input.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      activate(active < 0 && event.key === "ArrowUp" ? -1 : active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options()[active].click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (list.hidden) {
        input.value = "";
        input.blur();
      } else {
        close();
      }
    }
  });
  document.addEventListener("keydown", function (event) {
    var elsewhere = event.target.closest("input, textarea, select, [contenteditable]");
    var slash = event.key === "/" && !elsewhere && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (slash || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k")) {
      event.preventDefault();
      if (input.offsetParent === null) {
        location.href = form.action;
      } else {
        input.focus();
        input.select();
      }
    }
  });
  remember();
});
