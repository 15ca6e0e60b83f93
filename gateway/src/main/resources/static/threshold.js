import { ask, query } from "./http.js";
import { drawing, find, say } from "./dom.js";
import { count, share, value } from "./format.js";
import { Fresh } from "./statistics.js";
import { strings } from "./strings.js";

const BUCKETS = 60;
const COUNTS = 5_000;
const SPREAD = 20_000;
const SETTLED = 150;
const STEPS = 100;
const slider = find("#threshold");
const exact = find("#threshold-exact");
const total = find("#total");
const above = find("#above");
const portion = find("#share");
const histogram = find("#histogram");

/**
 * Counters, and the threshold over the images it divides. While the slider moves, the count is estimated from the bars;
 * when it rests, it is asked for.
 */
export function watchThreshold(view) {
  let buckets = [];
  let settling;
  let inHand = false;
  const counts = new Fresh(
    signal => ask(query("/stat", { ...view.selection, red_threshold: view.threshold }), { signal }),
    ({ body }) => {
      if (!inHand) {
        show(body.total, body.above, false);
      }
    }, COUNTS);
  const spread = new Fresh(
    signal => ask(query("/stat/histogram", { ...view.selection, buckets: BUCKETS }), { signal }),
    ({ body }) => {
      buckets = body.buckets;
      rescale();
      draw();
    }, SPREAD);

  function rescale() {
    const end = Math.max(1, buckets.at(-1)?.to_value ?? 1, view.threshold);
    slider.max = end;
    slider.step = end / STEPS;
    say(find("#scale-middle"), value(end / 2).replace(/0$/, ""));
    say(find("#scale-end"), String(end));
    slider.value = view.threshold;
  }

  function draw() {
    histogram.replaceChildren(...bars(buckets, Number(slider.max)));
    mark(view.threshold);
  }

  function mark(threshold) {
    const end = Number(slider.max);
    slider.style.setProperty("--at", threshold / end);
    find("#above-part", histogram)?.setAttribute("x", 1000 * threshold / end);
    say(find("#above-label"), strings.reading.above(threshold));
  }

  function move(threshold) {
    inHand = true;
    mark(threshold);
    const all = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
    show(all, estimate(buckets, threshold), true);
    clearTimeout(settling);
    settling = setTimeout(() => {
      inHand = false;
      view.setThreshold(threshold);
    }, SETTLED);
  }

  slider.addEventListener("input", () => {
    const threshold = Number(Number(slider.value).toPrecision(6));
    exact.value = threshold;
    move(threshold);
  });
  exact.addEventListener("input", () => {
    const threshold = exact.value.trim() === "" ? NaN : Number(exact.value);
    exact.ariaInvalid = String(!(threshold >= 0));
    if (threshold >= 0) {
      slider.value = threshold;
      move(threshold);
    }
  });
  exact.addEventListener("change", () => {
    exact.value = view.threshold;
    exact.ariaInvalid = "false";
  });

  view.addEventListener("threshold", () => {
    if (document.activeElement !== exact) {
      exact.value = view.threshold;
    }
    rescale();
    draw();
    counts.now();
  });
  view.addEventListener("selection", () => {
    find("#counters").ariaBusy = "true";
    counts.now();
    spread.now();
  });

  exact.value = view.threshold;
  rescale();
  mark(view.threshold);
  counts.now();
  spread.now();
  return {
    soon() {
      counts.soon();
      spread.soon();
    },
  };
}

function show(all, redder, estimated) {
  say(total, count(all));
  say(above, (estimated ? "≈ " : "") + count(redder));
  say(portion, share(redder, all));
  find("#counters").ariaBusy = "false";
  slider.ariaValueText = strings.threshold.valueText(Number(slider.value), estimated ? null : redder);
}

/** Within a bar the images are taken to be spread evenly. */
function estimate(buckets, threshold) {
  return Math.round(buckets.reduce((sum, { from_value, to_value, count: images }) =>
    sum + images * Math.min(1, Math.max(0, (to_value - threshold) / (to_value - from_value))), 0));
}

/** The same bars twice, once of each colour; the redder ones show from the threshold on. */
function bars(buckets, end) {
  histogram.setAttribute("viewBox", "0 0 1000 100");
  const most = Math.max(1, ...buckets.map(bucket => bucket.count));
  const path = buckets.filter(bucket => bucket.count > 0).map(({ from_value, to_value, count: images }) => {
    const left = 1000 * from_value / end;
    const width = 1000 * (to_value - from_value) / end;
    return `M${left + 0.06 * width} 100v${-Math.max(3, 100 * Math.sqrt(images / most))}h${0.88 * width}V100z`;
  }).join("");
  return [
    drawing("clipPath", { id: "above-clip" }, drawing("rect", { id: "above-part", x: 0, y: 0, width: 2000, height: 100 })),
    drawing("path", { class: "all", d: path }),
    drawing("path", { class: "above", d: path, "clip-path": "url(#above-clip)" }),
  ];
}
