/* Shows a payload in a read-only editor: colour, folding, search, line numbers, and the place of the caret.
   The text is never parsed as JSON here, so that every token appears as it was stored. */

/* The editor draws a line as a whole, so longer ones are broken for display. */
const LONGEST_ROW = 2000;

/* The browser lays out plain text as a whole, so only the beginning of a longer one is shown. */
const MOST_PLAIN_TEXT = 1000000;

const HEIGHT = 32;
const INDENT = 2;
const COLORS = { cssClass: "payload-colors", cssText: "", isDark: false };
const PLAIN = "payload-plain";

const GERMAN = {
  "editor.scroller.aria-roledescription": "Editor",
  "editor.scroller.aria-label": "Inhalt, Eingabetaste zum Lesen mit dem Cursor, Escape zum Verlassen",
  "editor.gutter.aria-roledescription": "Zeilenleiste",
  "editor.gutter.aria-label": "Zeilenleiste, Eingabetaste zum Falten mit den Pfeiltasten, Escape zum Verlassen",
  "search-box.find.placeholder": "Suchen nach",
  "search-box.find-all.text": "Alle",
  "search-box.replace.placeholder": "Ersetzen durch",
  "search-box.replace-next.text": "Ersetzen",
  "search-box.replace-all.text": "Alle",
  "search-box.toggle-replace.title": "Ersetzen umschalten",
  "search-box.toggle-regexp.title": "Regulärer Ausdruck",
  "search-box.toggle-case.title": "Groß- und Kleinschreibung",
  "search-box.toggle-whole-word.title": "Ganze Wörter",
  "search-box.toggle-in-selection.title": "In der Auswahl",
  "search-box.search-counter": "$0 von $1",
  "text-input.aria-roledescription": "Editor",
  "text-input.aria-label": "Cursor in Zeile $0",
  "gutter.code-folding.range.aria-label": "Zeilen $0 bis $1 falten",
  "gutter.code-folding.closed.aria-label": "Zeilen $0 bis $1 aufklappen",
  "gutter.code-folding.open.aria-label": "Zeile $0 falten",
  "gutter.code-folding.closed.title": "Aufklappen",
  "gutter.code-folding.open.title": "Falten",
  "inline-fold.closed.title": "Aufklappen",
  "editor.tooltip.disable-editing": "Der Inhalt kann nicht geändert werden",
};

let editorReady = null;

function styleSheet(href) {
  return new Promise((done, failed) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: failed });
    document.head.append(link);
  });
}

function script(src) {
  return new Promise((done, failed) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: failed }));
  });
}

/* Loads the editor once, with the first payload. Its own styles come first, so that ours win. */
function loadEditor(place) {
  editorReady ??= Promise.all([
    styleSheet(place.dataset.aceStyle).then(() => styleSheet(place.dataset.style)),
    script(place.dataset.ace),
  ]).then(() => {
    window.ace.config.set("useStrictCSP", true);
    window.ace.config.setDefaultValue("session", "useWorker", false);
    window.ace.config.setModuleUrl("ace/mode/json", place.dataset.aceJson);
    window.ace.config.setModuleUrl("ace/ext/searchbox", place.dataset.aceSearch);
    if (document.documentElement.lang === "de") {
      window.ace.config.setMessages(GERMAN);
    }
  });
  return editorReady;
}

/* Splits a text into rows of the editor. A row without a number continues the line above it. */
function split(text) {
  const rows = [];
  const numbers = [];
  let line = 0;
  for (const whole of text.split(/\r\n|\r|\n/)) {
    let at = 0;
    numbers.push(++line);
    while (whole.length - at > LONGEST_ROW) {
      let row = whole.slice(at, at + LONGEST_ROW);
      const comma = row.lastIndexOf(",") + 1;
      if (comma > LONGEST_ROW / 2) {
        row = row.slice(0, comma);
      } else if (/[\uD800-\uDBFF]$/.test(row)) {
        row = row.slice(0, -1);
      }
      rows.push(row);
      numbers.push(0);
      at += row.length;
    }
    rows.push(whole.slice(at));
  }
  return { rows, numbers, lines: line };
}

/* Returns the JSON Pointer of a line in formatted text, which has one member per line. */
function pointer(shown, row) {
  const indent = (at) => shown.rows[at].search(/\S|$/) / INDENT;
  const closes = (at) => /^\s*[}\]]/.test(shown.rows[at]);
  const key = (at) => /^\s*("(?:[^"\\]|\\.)*"): /.exec(shown.rows[at]);
  const steps = [];
  let at = row;
  while (shown.numbers[at] === 0) {
    at--;
  }
  if (closes(at)) {
    const depth = indent(at--);
    while (at > 0 && (shown.numbers[at] === 0 || indent(at) !== depth)) {
      at--;
    }
  }
  let depth = indent(at);
  let step = key(at);
  let before = 0;
  for (let up = at - 1; up >= 0 && depth > 0; up--) {
    if (shown.numbers[up] === 0) {
      continue;
    }
    const level = indent(up);
    if (level === depth && !closes(up)) {
      before++;
    } else if (level < depth) {
      steps.unshift(step ? JSON.parse(step[1]) : before);
      depth = level;
      step = key(up);
      before = 0;
    }
  }
  return steps.map((one) => "/" + String(one).replace(/~/g, "~0").replace(/\//g, "~1")).join("") || "/";
}

/* Without TLS, scripts have no clipboard on a remote host; then the old command copies. */
function copy(text, button) {
  const copied = () => {
    const name = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = name), 2000);
  };
  if (navigator.clipboard) {
    navigator.clipboard.writeText(text).then(copied);
    return;
  }
  const area = document.createElement("textarea");
  area.value = text;
  button.after(area);
  area.select();
  if (document.execCommand("copy")) {
    copied();
  }
  area.remove();
  button.focus();
}

function remembered() {
  try {
    return localStorage.getItem(PLAIN) === "true";
  } catch {
    return false;
  }
}

class Viewer {
  constructor(place, sessionEnded) {
    this.place = place;
    this.sessionEnded = sessionEnded;
    this.status = place.querySelector("[role=status]");
    this.text = "";
    this.format = "pretty";
    this.plain = remembered();
    this.editor = null;
    place.querySelectorAll("[data-view]").forEach((button) => {
      button.addEventListener("click", () => this.load(button.dataset.view));
    });
    this.on("copy", (button) => copy(this.text, button));
    this.on("path", (button) => copy(place.querySelector("output").textContent, button));
    this.on("find", () => this.editor.execCommand("find"));
    this.on("fold", (button) => this.fold(button));
    this.on("plain", () => {
      this.plain = !this.plain;
      try {
        localStorage.setItem(PLAIN, this.plain);
      } catch {
        // The choice then holds for this payload only.
      }
      this.show();
    });
  }

  button(name) {
    return this.place.querySelector(`[data-do=${name}]`);
  }

  on(name, action) {
    this.button(name).addEventListener("click", () => action(this.button(name)));
  }

  async load(format) {
    this.format = format;
    this.place.querySelectorAll("[data-view]").forEach((button) => {
      button.setAttribute("aria-pressed", button.dataset.view === format);
    });
    this.status.textContent = this.status.dataset.loading;
    const answer = await fetch(`${this.place.dataset.src}&view=${format}`, {
      credentials: "same-origin",
      headers: { Accept: "text/plain" },
    });
    if (answer.status === 401 || answer.redirected) {
      this.sessionEnded();
      return;
    }
    const text = await answer.text();
    const limit = answer.headers.get("Synctrail-Limit");
    this.failed = !answer.ok;
    this.cut = limit !== null && text.length > limit;
    this.text = this.cut ? text.slice(0, limit) : text;
    await this.show();
  }

  async show() {
    const pre = this.place.querySelector("pre");
    const box = this.place.querySelector(".viewer");
    let plain = this.plain || this.failed;
    if (!plain) {
      try {
        await loadEditor(this.place);
      } catch {
        plain = true;
      }
    }
    this.place.querySelector("[data-tools]").hidden = false;
    pre.hidden = !plain;
    box.hidden = plain;
    this.button("plain").setAttribute("aria-pressed", plain);
    ["find", "fold"].forEach((name) => (this.button(name).disabled = plain));
    this.place.querySelector("[data-path]").hidden = plain || this.format !== "pretty";
    let broken = false;
    if (plain) {
      pre.textContent = this.text.slice(0, MOST_PLAIN_TEXT);
    } else {
      pre.textContent = "";
      broken = this.edit(box);
    }
    const notes = this.status.dataset;
    this.status.textContent = [
      (this.cut || (plain && this.text.length > MOST_PLAIN_TEXT)) && notes.cut,
      broken && notes.broken,
      this.text.includes("\uFFFD") && notes.invalid,
    ]
      .filter(Boolean)
      .join(" ");
  }

  /* Shows the text in the editor and returns whether lines had to be broken. */
  edit(box) {
    const shown = split(this.text);
    const session = window.ace.createEditSession(shown.rows, "ace/mode/json");
    session.setUseWrapMode(this.format === "raw");
    session.gutterRenderer = {
      getWidth: (_, last, config) => String(shown.lines).length * config.characterWidth,
      getText: (_, row) => shown.numbers[row] || "↪",
    };
    if (this.editor === null) {
      this.editor = window.ace.edit(box, {
        readOnly: true,
        enableKeyboardAccessibility: true,
        showPrintMargin: false,
        indentedSoftWrap: false,
        minLines: 2,
        maxLines: HEIGHT,
        fontSize: 13,
        fontFamily: 'ui-monospace, "Cascadia Mono", Consolas, "Liberation Mono", monospace',
      });
      this.editor.renderer.setTheme(COLORS);
      this.editor.commands.removeCommand("replace");
      this.editor.on("copy", (event) => (event.text = this.selected()));
      this.editor.on("changeSelection", () => this.follow());
    }
    this.shown = shown;
    const old = this.editor.session;
    this.editor.setSession(session);
    old.destroy();
    this.button("fold").setAttribute("aria-pressed", false);
    this.editor.resize(true);
    this.follow();
    return shown.rows.length > shown.lines;
  }

  /* Returns the selected text without the line breaks that were added for display. */
  selected() {
    const range = this.editor.getSelectionRange();
    const { rows, numbers } = this.shown;
    let text = "";
    for (let row = range.start.row; row <= range.end.row; row++) {
      const end = row === range.end.row ? range.end.column : rows[row].length;
      text += (row > range.start.row && numbers[row] ? "\n" : "") + rows[row].slice(row === range.start.row ? range.start.column : 0, end);
    }
    return text;
  }

  follow() {
    clearTimeout(this.following);
    this.following = setTimeout(() => {
      if (this.format === "pretty" && this.editor) {
        this.place.querySelector("output").textContent = pointer(this.shown, this.editor.getCursorPosition().row);
      }
    }, 100);
  }

  fold(button) {
    const folded = button.getAttribute("aria-pressed") === "true";
    if (folded) {
      this.editor.session.unfold();
    } else {
      this.editor.session.foldAll(1);
    }
    button.setAttribute("aria-pressed", !folded);
  }
}

/* Shows the payload of an element that the tag s:payload renders. */
export function open(place, sessionEnded) {
  return new Viewer(place, sessionEnded).load("pretty");
}
