import { ask, send } from "./http.js";
import { element, fillIntervals, find, say, timeElement } from "./dom.js";
import { secret } from "./secret.js";
import { fullTime, seconds, time, day } from "./format.js";
import { strings } from "./strings.js";

const PAUSE = 5_000;
const words = strings.mine;
const place = find("#mine");

/**
 * One subscription, for whoever has its link. Id and token are behind the # of the address, which browsers keep to
 * themselves: they stand in no log.
 *
 * @returns true where the address is such a link
 */
export function showMine() {
  clearTimeout(timer);
  const said = new URLSearchParams(location.hash.slice(1));
  const id = said.get("subscription");
  place.hidden = id === null;
  if (id === null) {
    place.replaceChildren();
    return false;
  }
  const path = `/sub/${encodeURIComponent(id)}`;
  const headers = { Authorization: `Bearer ${said.get("token") ?? ""}` };
  open({ path, headers });
  return true;
}

let timer;

async function open(subscription) {
  place.replaceChildren(card(words.loading));
  try {
    const { body } = await ask(subscription.path, { headers: subscription.headers });
    show(subscription, body);
  } catch (failure) {
    place.replaceChildren(failure.status === 404 ? card(words.unknown, words.unknownNext) : card(words.title, failure.message));
  }
}

function card(title, text = "") {
  return element("section", { className: "card narrow" }, element("h2", {}, title), element("p", {}, text), home());
}

const home = () => element("p", {}, element("a", { href: "/" }, words.back));

function show(subscription, body) {
  const status = element("p", { role: "status", className: "result" });
  const tell = (text, bad = false) => {
    status.className = bad ? "result wrong" : "result good";
    say(status, text);
  };
  const deliveries = element("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: words.deliveries });
  const state = element("p", { className: "state" });
  const buttons = element("div", { className: "buttons" });
  const newSecret = element("div");
  const form = changeForm(body);

  /** Does something, and says what came of it. */
  async function act(work, done) {
    tell("");
    form.setDisabled(true);
    try {
      body = await work() ?? body;
      tell(done);
    } catch (failure) {
      tell(failure.message, true);
    }
    form.setDisabled(false);
    tellState();
    watch();
  }
  const patch = async change => (await send("PATCH", subscription.path, change, subscription.headers)).body;

  function tellState() {
    say(state, words.status[body.status] ?? body.status);
    state.dataset.state = body.status;
    const living = body.status === "active" || body.status === "paused";
    form.element.hidden = !living;
    buttons.replaceChildren(...[
      body.status === "active" ? press(words.test, () => act(() => test(subscription), words.tested)) : null,
      body.status === "active" ? press(words.pause, () => act(() => patch({ status: "paused" }), words.paused)) : null,
      body.status === "paused" ? press(words.resume, () => act(() => patch({ status: "active" }), words.resumed)) : null,
      living && body.webhook_url ? press(words.exchange, () => exchanging.showModal()) : null,
      press(words.end, () => ending.showModal()),
    ].filter(button => button !== null));
  }

  async function watch() {
    clearTimeout(timer);
    try {
      const answer = await ask(`${subscription.path}/deliveries`, { headers: subscription.headers });
      deliveries.replaceChildren(deliveryTable(answer.body.deliveries));
    } catch (failure) {
      deliveries.replaceChildren(element("p", { className: "wrong" }, failure.message));
    }
    if (place.contains(deliveries)) {
      clearTimeout(timer);
      timer = setTimeout(watch, PAUSE);
    }
  }

  const exchanging = question("exchange-title", words.exchangeSure, words.exchangeNext, words.exchangeKeep,
    words.exchangeDo, () => act(async () => {
      const answer = await bare("POST", `${subscription.path}/secret`, subscription);
      newSecret.replaceChildren(...secret(strings.secret.exchanged, answer.body.secret));
    }, words.exchanged));

  const ending = question("end-title", words.sure, words.sureNext, words.keep, words.end, async () => {
    tell("");
    try {
      await end(subscription);
      clearTimeout(timer);
      place.replaceChildren(card(words.ended, words.endedNext));
      find("a", place).focus();
    } catch (failure) {
      tell(failure.message, true);
    }
  });

  form.element.addEventListener("submit", event => {
    event.preventDefault();
    const change = form.read();
    if (change !== null) {
      act(() => patch(change), words.saved);
    }
  });
  place.replaceChildren(
    element("section", { className: "card narrow" },
      element("h2", {}, words.title),
      element("dl", { className: "facts" },
        element("dt", {}, words.to), element("dd", {}, body.email ?? body.webhook_url),
        element("dt", {}, words.since), element("dd", {}, timeElement(body.created_at, fullTime(body.created_at), body.created_at))),
      state, form.element, buttons, status, newSecret, home(), ending, exchanging),
    element("section", { className: "card narrow" }, element("h2", {}, words.deliveries), deliveries));
  tellState();
  watch();
}

function press(text, work) {
  const button = element("button", { type: "button", className: "quiet" }, text);
  button.addEventListener("click", work);
  return button;
}

async function test(subscription) {
  await bare("POST", `${subscription.path}/test`, subscription);
}

async function end(subscription) {
  await bare("DELETE", subscription.path, subscription);
}

/** A request without a body. */
const bare = (method, path, { headers }) => ask(path, { method, headers });

function changeForm(body) {
  const threshold = element("input", { type: "number", min: 0, step: "any", inputMode: "decimal", required: true,
    value: body.red_threshold, "aria-describedby": "mine-wrong" });
  const user = element("input", { maxLength: 128, autocomplete: "off", spellcheck: false, value: body.user_id ?? "",
    placeholder: strings.window.everybody });
  const interval = element("select");
  const choices = strings.intervals.filter(([text]) => text !== "");
  const same = choices.find(([text]) => seconds(text) === seconds(body.min_interval));
  fillIntervals(interval, same ? choices : [[body.min_interval, words.other(body.min_interval)], ...choices]);
  interval.value = same ? same[0] : body.min_interval;
  const wrong = element("p", { id: "mine-wrong", className: "wrong" });
  const save = element("button", { className: "primary" }, words.save);
  const made = element("form", { noValidate: true },
    element("label", { className: "field" }, element("span", {}, words.threshold), threshold), wrong,
    element("label", { className: "field" }, element("span", {}, words.user), user),
    element("label", { className: "field" }, element("span", {}, words.interval), interval), save);
  return {
    element: made,
    setDisabled(disabled) {
      save.disabled = disabled;
    },
    /** What is to be different, null where something is wrong. */
    read() {
      const right = threshold.value.trim() !== "" && Number(threshold.value) >= 0;
      threshold.ariaInvalid = String(!right);
      say(wrong, right ? "" : words.needsThreshold);
      if (!right) {
        threshold.focus();
        return null;
      }
      return { red_threshold: Number(threshold.value), user_id: user.value.trim() || null, min_interval: interval.value };
    },
  };
}

/** A dialog that asks whether one really wants what cannot be taken back. */
function question(id, title, text, no, yes, work) {
  const dialog = element("dialog", { "aria-labelledby": id }, element("h2", { id }, title), element("p", {}, text),
    element("form", { method: "dialog", className: "buttons" },
      element("button", { className: "quiet" }, no), element("button", { className: "primary", value: "yes" }, yes)));
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "yes") {
      dialog.returnValue = "";
      work();
    }
  });
  return dialog;
}

function deliveryTable(deliveries) {
  if (deliveries.length === 0) {
    return element("p", { className: "empty" }, words.none);
  }
  const { when, about, state, attempts } = words.columns;
  return element("table", {},
    element("caption", { className: "hidden" }, words.deliveries),
    element("thead", {}, element("tr", {}, ...[when, about, state].map(text => element("th", { scope: "col" }, text)),
      element("th", { scope: "col", className: "number" }, attempts))),
    element("tbody", {}, ...deliveries.map(delivery => element("tr", {},
      element("td", {}, timeElement(delivery.created_at, `${day(delivery.created_at)}, ${time(delivery.created_at)}`, delivery.created_at)),
      element("td", {}, delivery.kind === "test" ? words.test_ : words.images(delivery.events)),
      element("td", {}, words.state[delivery.state](delivery.next_attempt_at),
        delivery.last_error ? element("small", {}, delivery.last_error) : null),
      element("td", { className: "number" }, String(delivery.attempts))))));
}
