import { session } from "./session.js";

const SPANS = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 };
const DEFAULT_WINDOW = "day";
const DEFAULT_THRESHOLD = 0.5;

/**
 * What is looked at, kept in the address of the page, so that it can be shared and one can go back.
 *
 * Events:
 *   selection  the time or the user is another
 *   threshold  the threshold is another
 */
export class View extends EventTarget {
  /** "hour", "day", "week", "month" or "custom". */
  window;
  /** Milliseconds; of a custom window only. */
  from;
  to;
  threshold;
  /** Empty for everybody; who sees only his own images cannot choose. */
  user;

  constructor() {
    super();
    this.#read();
    addEventListener("popstate", () => {
      this.#read();
      this.#tell("selection");
      this.#tell("threshold");
    });
  }

  /** How many milliseconds are looked at. */
  get span() {
    return this.window === "custom" ? this.to - this.from : SPANS[this.window];
  }

  /** Whether the window moves with the time. */
  get moves() {
    return this.window !== "custom";
  }

  /** The window and the user as parameters of /stat; a window that moves ends now. */
  get selection() {
    return {
      from: new Date(this.moves ? Date.now() - this.span : this.from).toISOString(),
      to: this.moves ? null : new Date(this.to).toISOString(),
      user_id: this.user || null,
    };
  }

  /** @param replace whether one does not go back to what was shown before */
  look(change, replace = false) {
    Object.assign(this, change);
    this.#write(replace, change.window === "custom");
    this.#tell("selection");
  }

  setThreshold(threshold) {
    this.threshold = threshold;
    this.#write(true);
    this.#tell("threshold");
  }

  /** What the address says; what it says wrongly is as if it was not said. */
  #read() {
    const said = new URLSearchParams(location.search);
    const number = text => text === null || text.trim() === "" ? NaN : Number(text);
    this.from = Date.parse(said.get("from") ?? "");
    this.to = Date.parse(said.get("to") ?? "");
    this.window = this.from < this.to ? "custom" : said.get("window");
    if (this.window !== "custom" && !Object.hasOwn(SPANS, this.window)) {
      this.window = DEFAULT_WINDOW;
    }
    const threshold = number(said.get("red_threshold"));
    this.threshold = Number.isFinite(threshold) && threshold >= 0 ? threshold : DEFAULT_THRESHOLD;
    this.user = session.onlyUser || (said.get("user_id") ?? "");
  }

  /** @param zoomed whether a new entry comes of zooming in, so that zooming out is going back */
  #write(replace, zoomed = false) {
    const said = new URLSearchParams();
    if (this.window === "custom") {
      said.set("from", new Date(this.from).toISOString());
      said.set("to", new Date(this.to).toISOString());
    } else if (this.window !== DEFAULT_WINDOW) {
      said.set("window", this.window);
    }
    if (this.threshold !== DEFAULT_THRESHOLD) {
      said.set("red_threshold", this.threshold);
    }
    if (this.user) {
      said.set("user_id", this.user);
    }
    const address = said.size ? `?${said}` : location.pathname;
    history[replace ? "replaceState" : "pushState"]({ zoomed: replace ? history.state?.zoomed : zoomed }, "", address);
  }

  #tell(type) {
    this.dispatchEvent(new Event(type));
  }
}
