import { drawing, element } from "./dom.js";
import { compact, day, minutes, time } from "./format.js";

const LEFT = 44;
const RIGHT = 4;
const TOP = 12;
const BOTTOM = 24;
const LEAST_DRAG = 6;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** What a line of the time axis may stand at, in milliseconds. */
const TICKS = [1, 2, 5, 10, 15, 30].map(n => n * 1000).concat([1, 2, 5, 10, 15, 30].map(n => n * MINUTE),
  [1, 2, 3, 6, 12].map(n => n * HOUR), [1, 2, 5, 7, 14, 30, 90, 365].map(n => n * DAY));

/**
 * Bars over time, those above the threshold in front of all. A stretch of time is selected with the pointer or the keys.
 *
 * Events:
 *   zoom  with detail {from, to} in milliseconds
 *   back
 */
export class Chart extends EventTarget {
  #host;
  #words;
  #svg = drawing("svg", { "aria-hidden": "true" });
  #note = element("div", { className: "note", hidden: true });
  #empty;
  #data = { from: 0, to: 1, step: 1, points: [] };
  #at = null;
  #anchor = null;
  #marks = {};

  /** @param words {label, empty, point(point), selected(from, to)} */
  constructor(host, words) {
    super();
    this.#host = host;
    this.#words = words;
    this.#empty = element("p", { className: "empty", hidden: true }, words.empty);
    host.append(this.#svg, this.#note, this.#empty);
    host.tabIndex = 0;
    host.role = "slider";
    host.ariaLabel = words.label;
    host.addEventListener("pointerdown", event => this.#press(event));
    host.addEventListener("pointermove", event => this.#move(event));
    host.addEventListener("pointerup", event => this.#release(event));
    host.addEventListener("pointercancel", () => this.#clear());
    host.addEventListener("pointerleave", () => this.#anchor === null && this.#clear());
    host.addEventListener("dblclick", () => this.#tell("back"));
    host.addEventListener("keydown", event => this.#key(event));
    host.addEventListener("blur", () => this.#clear());
    this.#describe();
    new ResizeObserver(() => this.#draw()).observe(host);
  }

  /** @param data {from, to, step, points: [{from, total, above}]}, times in milliseconds */
  show(data) {
    if (this.#anchor !== null) {
      return; // not while somebody selects
    }
    this.#data = data;
    this.#at = this.#at === null ? null : Math.min(this.#at, data.points.length - 1);
    this.#draw();
    this.#describe();
  }

  #x = time => LEFT + (this.#host.clientWidth - LEFT - RIGHT) * (time - this.#data.from) / (this.#data.to - this.#data.from);

  #time(x) {
    const part = (x - LEFT) / (this.#host.clientWidth - LEFT - RIGHT);
    return this.#data.from + Math.min(1, Math.max(0, part)) * (this.#data.to - this.#data.from);
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this.#host;
    const { points } = this.#data;
    this.#svg.setAttribute("width", width);
    this.#svg.setAttribute("height", height);
    const base = height - BOTTOM;
    const end = roundUp(Math.max(1, ...points.map(point => point.total)));
    const y = number => base - (base - TOP) * number / end;
    this.#marks = {
      selection: drawing("rect", { class: "selection", y: TOP, height: Math.max(0, base - TOP), width: 0 }),
      cursor: drawing("rect", { class: "cursor", y: TOP, height: Math.max(0, base - TOP), width: 0 }),
    };
    this.#svg.replaceChildren(
      this.#marks.selection, this.#marks.cursor,
      ...this.#rules(end, y, width), ...this.#ticks(width, base),
      drawing("path", { class: "all", d: this.#bars("total", y, base) }),
      drawing("path", { class: "above", d: this.#bars("above", y, base) }));
    this.#empty.hidden = points.length === 0 || points.some(point => point.total > 0);
    this.#mark();
  }

  /** Zero has no bar, one has a bar that is seen. */
  #bars(kind, y, base) {
    const { points, from, to } = this.#data;
    return points.filter(point => point[kind] > 0).map(point => {
      const left = this.#x(Math.max(from, point.from));
      const right = this.#x(Math.min(to, this.#until(point)));
      const gap = right - left > 4 ? 1 : right - left > 2 ? 0.5 : 0;
      return `M${left.toFixed(1)} ${base}V${Math.min(base - 1.5, y(point[kind])).toFixed(1)}`
        + `H${(right - gap).toFixed(1)}V${base}z`;
    }).join("");
  }

  #until = point => point.from + this.#data.step;

  #rules(end, y, width) {
    const lines = end % 4 === 0 && end > 2 ? 4 : end % 5 === 0 ? 5 : end % 3 === 0 ? 3 : end % 2 === 0 ? 2 : 1;
    return Array.from({ length: lines + 1 }, (_, i) => end * i / lines).flatMap(number => [
      drawing("line", { class: number === 0 ? "base" : "rule", x1: LEFT, x2: width - RIGHT, y1: y(number), y2: y(number) }),
      drawing("text", { x: LEFT - 8, y: y(number), dy: "0.32em", "text-anchor": "end" }, compact(number)),
    ]);
  }

  #ticks(width, base) {
    const { from, to } = this.#data;
    const most = Math.max(2, Math.floor((width - LEFT) / 90));
    const every = TICKS.find(tick => (to - from) / tick <= most) ?? (to - from);
    const zone = new Date(from).getTimezoneOffset() * MINUTE;
    const ticks = [];
    for (let at = Math.ceil((from - zone) / every) * every + zone; at <= to; at += every) {
      const x = this.#x(at);
      if (x > LEFT + 14 && x < width - 20) {
        ticks.push(drawing("line", { class: "base", x1: x, x2: x, y1: base, y2: base + 4 }),
          drawing("text", { x, y: base + 17, "text-anchor": "middle" }, label(at, every)));
      }
    }
    return ticks;
  }

  #describe() {
    const { points } = this.#data;
    this.#host.ariaValueMin = 0;
    this.#host.ariaValueMax = Math.max(0, points.length - 1);
    this.#host.ariaValueNow = this.#at ?? Math.max(0, points.length - 1);
    const point = points[this.#at ?? points.length - 1];
    this.#host.ariaValueText = !point ? this.#words.empty
      : this.#anchor !== null && this.#anchor !== this.#at ? this.#words.selected(...this.#selected())
      : this.#words.point(point);
  }

  #selected() {
    const { points, from, to } = this.#data;
    const [first, last] = [this.#anchor ?? this.#at, this.#at].sort((a, b) => a - b);
    return [Math.max(from, points[first].from), Math.min(to, this.#until(points[last]))];
  }

  /** Shows where the pointer or the keys are, and what is selected. */
  #mark() {
    const { selection, cursor } = this.#marks;
    const { points, from, to } = this.#data;
    const point = points[this.#at];
    this.#note.hidden = !point;
    selection?.setAttribute("width", 0);
    cursor?.setAttribute("width", 0);
    if (!point) {
      return;
    }
    const left = this.#x(Math.max(from, point.from));
    const right = this.#x(Math.min(to, this.#until(point)));
    cursor.setAttribute("x", left);
    cursor.setAttribute("width", Math.max(1, right - left));
    let text = this.#words.point(point);
    if (this.#anchor !== null && this.#anchor !== this.#at) {
      const [first, last] = this.#selected();
      selection.setAttribute("x", this.#x(first));
      selection.setAttribute("width", this.#x(last) - this.#x(first));
      text = this.#words.selected(first, last);
    }
    this.#note.textContent = text;
    const width = this.#note.offsetWidth;
    const middle = (left + right) / 2 - width / 2;
    const x = Math.min(this.#host.clientWidth - width, Math.max(0, middle));
    this.#note.style.transform = `translateX(${x.toFixed(0)}px)`;
  }

  #index(x) {
    const { points, step } = this.#data;
    const index = Math.floor((this.#time(x) - points[0].from) / step);
    return Math.min(points.length - 1, Math.max(0, index));
  }

  #press(event) {
    if (event.button === 0 && this.#data.points.length > 0) {
      this.#host.setPointerCapture(event.pointerId);
      this.#at = this.#anchor = this.#index(event.offsetX);
      this.#pressedAt = event.clientX;
      this.#mark();
    }
  }

  #pressedAt = 0;

  #move(event) {
    if (this.#data.points.length > 0) {
      this.#at = this.#index(event.clientX - this.#host.getBoundingClientRect().left);
      this.#mark();
    }
  }

  #release(event) {
    if (this.#anchor === null) {
      return;
    }
    const dragged = Math.abs(event.clientX - this.#pressedAt) >= LEAST_DRAG;
    const [from, to] = this.#selected();
    this.#anchor = null;
    if (dragged) {
      this.#clear();
      this.#tell("zoom", { from, to });
    }
  }

  #key(event) {
    const { points } = this.#data;
    const last = points.length - 1;
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };
    if (event.key in steps && last >= 0) {
      const at = this.#at ?? last;
      this.#anchor = event.shiftKey ? this.#anchor ?? at : null;
      this.#at = Math.min(last, Math.max(0, at + steps[event.key]));
    } else if (event.key === "Enter" && this.#at !== null) {
      const [from, to] = this.#selected();
      this.#clear();
      this.#tell("zoom", { from, to });
    } else if (event.key === "Escape") {
      if (this.#anchor === null) {
        this.#tell("back");
      } else {
        this.#anchor = null;
      }
    } else {
      return;
    }
    event.preventDefault();
    this.#mark();
    this.#describe();
  }

  #clear() {
    this.#at = this.#anchor = null;
    this.#mark();
    this.#describe();
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** The least of 1, 2, 3, 4, 5, 6, 8, 10 and their multiples of ten that is not exceeded. */
function roundUp(number) {
  const power = 10 ** Math.floor(Math.log10(number));
  return [1, 2, 3, 4, 5, 6, 8, 10].find(digit => digit * power >= number) * power;
}

function label(at, every) {
  const date = new Date(at);
  if (every >= DAY || (date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0)) {
    return day(at);
  }
  return every < MINUTE ? time(at) : minutes(at);
}
