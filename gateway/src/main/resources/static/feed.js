import { LiveAlerts } from "./live-alerts.js";
import { ask, query } from "./http.js";
import { element, find, say, timeElement } from "./dom.js";
import { fullTime, redness, time } from "./format.js";
import { session } from "./session.js";
import { strings } from "./strings.js";
import { trouble } from "./statistics.js";

const ROWS = 40;
const SAY_EVERY = 15_000;
const RETRY = 3_000;
const connection = find("#connection");
const empty = find("#feed-empty");
const rows = find("#feed");
const button = find("#pause");
const said = find("#feed-said");

/**
 * Shows what is redder than the threshold: what was of late, then what comes, as it comes.
 *
 * @param onAlerts is told of what comes, also while the feed rests
 */
export function watchFeed(view, onAlerts) {
  const subscription = () => ({ redThreshold: view.threshold, userId: view.user || undefined });
  const live = new LiveAlerts("/ws", subscription(), { token: expired => session.connectWith(expired) });
  let shown = new Set();
  let held = null;
  let heldCount = 0;
  let about = "";
  let retry;
  let toSay = [];
  let lastSaid = 0;

  live.addEventListener("state", ({ detail }) => {
    connection.dataset.state = detail;
    say(connection, strings.feed.connection[detail]);
  });
  live.addEventListener("alerts", ({ detail: alerts }) => {
    if (held === null) {
      add(alerts);
      announce(alerts);
    } else {
      held = held.concat(alerts).slice(-ROWS);
      heldCount += alerts.length;
      say(button, strings.feed.resumeWith(heldCount));
    }
    onAlerts(alerts);
  });
  live.addEventListener("missed", ({ detail }) => note(strings.feed.missed(detail)));
  live.addEventListener("refused", ({ detail }) => note(detail));

  button.addEventListener("click", () => {
    if (held === null) {
      held = [];
      heldCount = 0;
      button.ariaPressed = "true";
      say(button, strings.feed.resume);
    } else {
      const alerts = held;
      held = null;
      button.ariaPressed = "false";
      say(button, strings.feed.pause);
      add(alerts);
    }
  });
  rows.addEventListener("click", ({ target }) => {
    const user = target.closest("button")?.dataset.user;
    if (user !== undefined) {
      view.look({ user });
    }
  });

  function refresh() {
    const wanted = JSON.stringify(subscription());
    if (wanted !== about) {
      about = wanted;
      live.subscribe(subscription());
      shown = new Set();
      rows.replaceChildren();
      held &&= [];
      recall();
    }
  }

  /** Nobody looks at an empty feed gladly: below what came meanwhile stands what was before. */
  async function recall() {
    const of = about;
    clearTimeout(retry);
    try {
      const { body } = await ask(query("/stat/events",
        { red_threshold: view.threshold, user_id: view.user || null, limit: ROWS }));
      if (of === about) {
        body.events.filter(event => !shown.has(event.event_id)).forEach(event => {
          shown.add(event.event_id);
          rows.append(row(event, ""));
        });
        trim();
      }
      trouble(rows, null);
    } catch (failure) {
      trouble(rows, failure.message);
      clearTimeout(retry);
      retry = setTimeout(recall, RETRY);
    }
    tellEmpty();
  }

  function add(alerts) {
    alerts.slice(-ROWS).filter(alert => !shown.has(alert.event_id)).forEach(alert => {
      shown.add(alert.event_id);
      rows.prepend(row(alert, "new"));
    });
    trim();
    tellEmpty();
  }

  function note(text) {
    rows.prepend(element("li", { className: "gap" }, text));
    trim();
    tellEmpty();
  }

  function trim() {
    while (rows.childElementCount > ROWS) {
      shown.delete(rows.lastElementChild.dataset.id);
      rows.lastElementChild.remove();
    }
  }

  function tellEmpty() {
    empty.hidden = rows.childElementCount > 0;
    say(empty, strings.feed.empty(view.threshold, view.user));
  }

  /** In a while all at once: each by itself would drown everything else a screen reader has to say. */
  function announce(alerts) {
    toSay.push(...alerts.map(alert => alert.red_value));
    if (Date.now() - lastSaid > SAY_EVERY) {
      lastSaid = Date.now();
      say(said, strings.feed.said(toSay.length, Math.max(...toSay)));
      toSay = [];
    }
  }

  say(button, strings.feed.pause);
  say(connection, strings.feed.connection.connecting);
  view.addEventListener("threshold", refresh);
  view.addEventListener("selection", refresh);
  about = JSON.stringify(subscription());
  recall();
}

function row(alert, className) {
  const fill = element("i");
  fill.style.width = `${100 * Math.min(alert.red_value, 1)}%`;
  const made = element("li", { className },
    timeElement(alert.when, time(alert.when), fullTime(alert.when)),
    element("button", { type: "button", title: strings.feed.only(alert.user_id), "data-user": alert.user_id }, alert.user_id),
    element("span", { className: "bar", "aria-hidden": "true" }, fill),
    element("strong", {}, redness(alert.red_value)));
  made.dataset.id = alert.event_id;
  return made;
}
