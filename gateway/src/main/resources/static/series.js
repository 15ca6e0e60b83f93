import { ask, query } from "./http.js";
import { Chart } from "./chart.js";
import { element, find } from "./dom.js";
import { count, moment, seconds } from "./format.js";
import { Fresh } from "./statistics.js";
import { strings } from "./strings.js";

const PAUSE = 10_000;
const MOST_POINTS = 180;
const LEAST_SPAN = 5_000;
const STEPS = ["PT1S", "PT5S", "PT10S", "PT30S", "PT1M", "PT5M", "PT15M", "PT30M", "PT1H", "PT3H", "PT6H", "PT12H", "P1D",
  "P7D", "P30D", "P365D"];
const back = find("#zoom-back");
const table = find("#as-table");

/** The images of the window over time, with zoom. */
export function watchSeries(view) {
  let shown = null;
  const chart = new Chart(find("#chart"), {
    label: strings.series.chartLabel,
    empty: strings.series.empty,
    point: point => strings.series.point(moment(point.from, shown.step), moment(point.from + shown.step, shown.step),
      point.total, point.above),
    selected: (from, until) => strings.series.selected(moment(from, shown.step), moment(until, shown.step)),
  });
  const series = new Fresh(
    signal => ask(query("/stat/series", { ...view.selection, red_threshold: view.threshold, step: step(view.span) }), { signal }),
    ({ body }) => {
      shown = {
        from: Date.parse(body.from),
        to: Date.parse(body.to),
        step: 1000 * seconds(body.step),
        iso: body.step,
        points: body.points.map(point => ({ ...point, from: Date.parse(point.from) })),
      };
      chart.show(shown);
      showTable(shown);
    }, PAUSE);

  chart.addEventListener("zoom", ({ detail: { from, to } }) => {
    const middle = (from + to) / 2;
    const half = Math.max(LEAST_SPAN, to - from) / 2;
    view.look({ window: "custom", from: Math.round(middle - half), to: Math.round(middle + half) });
  });
  chart.addEventListener("back", () => zoomOut(view));
  back.addEventListener("click", () => zoomOut(view));
  table.addEventListener("toggle", () => shown && showTable(shown));
  view.addEventListener("selection", () => {
    back.hidden = view.moves;
    series.now();
  });
  view.addEventListener("threshold", () => series.now());
  back.hidden = view.moves;
  series.now();
  return series;
}

/** Back to where one came from; who came by a link to a custom time gets the usual one. */
function zoomOut(view) {
  if (view.moves) {
    return;
  }
  if (history.state?.zoomed) {
    history.back();
  } else {
    view.look({ window: "day" }, true);
  }
}

function step(span) {
  return STEPS.find(text => span / 1000 / seconds(text) <= MOST_POINTS) ?? STEPS.at(-1);
}

function showTable({ iso, step: length, points }) {
  if (!table.open) {
    return;
  }
  const { from, total, above } = strings.series.columns;
  const number = { className: "number" };
  find(".scroll", table).replaceChildren(element("table", {},
    element("caption", {}, strings.series.caption(iso)),
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, from),
      element("th", { scope: "col", ...number }, total), element("th", { scope: "col", ...number }, above))),
    element("tbody", {}, ...points.map(point => element("tr", {},
      element("td", {}, element("time", { dateTime: new Date(point.from).toISOString() }, moment(point.from, length))),
      element("td", number, count(point.total)), element("td", number, count(point.above)))).reverse())));
}
