/* Shows instants in the reader's own time zone; the title keeps UTC. */
(function () {
  "use strict";
  var format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

  function localize(root) {
    root.querySelectorAll("time[datetime]:not([data-local])").forEach(function (time) {
      time.textContent = format.format(new Date(time.dateTime));
      time.dataset.local = "";
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    localize(document);
    new MutationObserver(function () {
      localize(document);
    }).observe(document.getElementById("main"), { childList: true, subtree: true });
  });
})();
