/*
 * Draws the charts of a page with Chart.js, in the colors of the theme. A click on a bar or point opens the
 * syncs behind it; dragging over a range opens the page for that period.
 */
(function () {
  "use strict";
  var root = document.documentElement;

  function color(name) {
    return getComputedStyle(root).getPropertyValue(name).trim();
  }

  function resolved(name) {
    var probe = document.createElement("span");
    probe.style.color = "var(" + name + ")";
    document.body.append(probe);
    var value = getComputedStyle(probe).color;
    probe.remove();
    return value || color(name);
  }

  /* Days as dates; shorter buckets with their time, in the zone of the page. */
  function labels(chart) {
    var format = new Intl.DateTimeFormat(root.lang, {
      timeZone: root.dataset.zone,
      month: "short",
      day: "numeric",
      hour: chart.days ? undefined : "2-digit",
      minute: chart.days ? undefined : "2-digit",
    });
    return chart.starts.map(function (start) {
      return format.format(start);
    });
  }

  function address(base, parameters) {
    var url = new URL(base, location.href);
    Object.entries(parameters).forEach(function (one) {
      if (one[1] !== undefined) {
        url.searchParams.set(one[0], one[1]);
      }
    });
    return url.href;
  }

  /* The first and the last bucket may be longer than their part of the period, whose syncs they show. */
  function period(chart, first, last) {
    return {
      startDate: new Date(Math.max(chart.starts[first], chart.from)).toISOString(),
      endDate: new Date(Math.min(chart.ends[last], chart.until)).toISOString(),
    };
  }

  /* Marks the dragged range, and opens the page of the canvas for it. A click follows, which means nothing. */
  function selectable(canvas, description) {
    var mark = document.createElement("div");
    var from = null;
    var dragged = false;
    mark.className = "chart-range";
    mark.hidden = true;
    canvas.parentNode.append(mark);

    function index(event) {
      var x = event.clientX - canvas.getBoundingClientRect().left;
      var value = Math.round(canvas.drawn.scales.x.getValueForPixel(x));
      return Math.max(0, Math.min(description.starts.length - 1, value));
    }

    canvas.addEventListener("pointerdown", function (event) {
      from = { x: event.clientX, index: index(event) };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", function (event) {
      if (from) {
        var left = canvas.getBoundingClientRect().left;
        mark.hidden = Math.abs(event.clientX - from.x) < 8;
        mark.style.left = Math.min(event.clientX, from.x) - left + "px";
        mark.style.width = Math.abs(event.clientX - from.x) + "px";
      }
    });
    canvas.addEventListener("pointercancel", function () {
      from = null;
      mark.hidden = true;
    });
    canvas.addEventListener("pointerup", function (event) {
      var to = index(event);
      dragged = from && !mark.hidden;
      if (dragged && canvas.dataset.zoom) {
        var first = Math.min(from.index, to);
        location.assign(address(canvas.dataset.zoom, period(description, first, Math.max(from.index, to))));
      }
      from = null;
      mark.hidden = true;
    });
    canvas.parentNode.addEventListener(
      "click",
      function (event) {
        if (dragged) {
          event.stopPropagation();
        }
      },
      true
    );
  }

  function draw(canvas) {
    var description = JSON.parse(canvas.dataset.chart);
    var bars = description.kind === "bars";
    var quiet = resolved("--quiet");
    var line = resolved("--line");

    function axis() {
      return {
        stacked: bars,
        beginAtZero: true,
        ticks: { color: quiet, maxTicksLimit: 12, precision: bars ? 0 : undefined, maxRotation: 0 },
        grid: { color: line },
      };
    }

    if (canvas.drawn) {
      canvas.drawn.destroy();
    }
    canvas.drawn = new window.Chart(canvas, {
      type: bars ? "bar" : "line",
      data: {
        labels: labels(description),
        datasets: description.series.map(function (one) {
          var tone = resolved(one.color);
          return {
            label: one.label,
            data: one.values,
            borderColor: tone,
            backgroundColor: tone,
            spanGaps: true,
            pointRadius: description.starts.length > 60 ? 0 : 3,
            maxBarThickness: 48,
          };
        }),
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        plugins: {
          legend: { labels: { color: quiet, boxWidth: 12 } },
          tooltip: {
            filter: function (item) {
              return !bars || item.parsed.y > 0;
            },
          },
        },
        scales: { x: axis(), y: axis() },
        onClick: function (event, elements, chart) {
          var hit = chart.getElementsAtEventForMode(event, "nearest", { intersect: bars }, false)[0] || elements[0];
          if (hit && canvas.dataset.rows) {
            var query = period(description, hit.index, hit.index);
            query.status = description.series[hit.datasetIndex].status;
            location.assign(address(canvas.dataset.rows, query));
          }
        },
      },
    });
    return description;
  }

  function prepare(part) {
    part.querySelectorAll("canvas[data-chart]").forEach(function (canvas) {
      if (!canvas.drawn) {
        selectable(canvas, draw(canvas));
      }
    });
  }

  function redraw() {
    document.querySelectorAll("canvas[data-chart]").forEach(draw);
  }

  document.addEventListener("DOMContentLoaded", function () {
    prepare(document);
  });
  document.addEventListener("synctrail:replaced", function (event) {
    prepare(event.target);
  });
  document.addEventListener("synctrail:theme", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
})();
