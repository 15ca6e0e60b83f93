import { find, say } from "./dom.js";

const SOON = 400;
const RETRY = 3_000;
const failures = new Map();

/** Asks for something again and again, as long as the page is looked at and is not about something else. */
export class Fresh {
  #ask;
  #show;
  #pause;
  #asking = null;
  #timer;
  #due = Infinity;

  /**
   * @param ask gives a promise of what to show; it is given a signal that aborts it
   * @param show shows it
   * @param pause milliseconds from an answer to the next question
   */
  constructor(ask, show, pause) {
    this.#ask = ask;
    this.#show = show;
    this.#pause = pause;
    document.addEventListener("visibilitychange", () => document.hidden ? this.#stop() : this.now());
    addEventListener("online", () => this.now());
  }

  /** What is being asked for is no longer what is wanted. */
  async now() {
    this.#stop();
    const asking = this.#asking = new AbortController();
    let pause = this.#pause;
    try {
      const answer = await this.#ask(AbortSignal.any([asking.signal, AbortSignal.timeout(30_000)]));
      if (asking === this.#asking) {
        this.#show(answer);
        trouble(this, null);
      }
    } catch (failure) {
      if (asking !== this.#asking) {
        return;
      }
      trouble(this, failure.message);
      pause = Math.min(pause, RETRY);
    }
    if (asking === this.#asking) {
      this.#asking = null;
      this.#plan(Math.min(pause, this.#due));
      this.#due = Infinity;
    }
  }

  /** There is something new; questions that come close together are asked once. */
  soon() {
    if (this.#asking) {
      this.#due = SOON;
    } else if (this.#due > SOON) {
      this.#plan(SOON);
      this.#due = SOON;
    }
  }

  #plan(pause) {
    clearTimeout(this.#timer);
    if (!document.hidden) {
      this.#timer = setTimeout(() => {
        this.#due = Infinity;
        this.now();
      }, pause);
    }
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#due = Infinity;
    const asking = this.#asking;
    this.#asking = null;
    asking?.abort();
  }
}

/** Says at the foot of the page what does not work, until it does; null says that it does. */
export function trouble(source, text) {
  if (text === null) {
    failures.delete(source);
  } else {
    failures.set(source, text);
  }
  say(find("#trouble"), failures.values().next().value ?? "");
}
