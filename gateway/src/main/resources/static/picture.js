import { ask, query } from "./http.js";
import { element, find } from "./dom.js";
import { session } from "./session.js";
import { strings } from "./strings.js";

const UPLOAD = 300_000;
const PATIENCE = 20_000;
const PAUSE = 250;
const words = strings.picture;
const drop = find("#drop");
const input = find("#image");
const user = find("#picture-user");
const result = find("#picture-result");

/** Sends a picture to RED, chosen or dropped, and follows it: measured, counted, alerted. */
export function offerPicture(view) {
  const arrivals = new Map();
  user.value = session.user || user.value;
  user.readOnly = session.onlyUser !== "";

  find("#picture-form").addEventListener("submit", event => event.preventDefault());
  input.addEventListener("change", () => follow(input.files[0]));
  ["dragenter", "dragover"].forEach(type => drop.addEventListener(type, event => {
    event.preventDefault();
    drop.classList.add("over");
  }));
  ["dragleave", "drop"].forEach(type => drop.addEventListener(type, () => drop.classList.remove("over")));
  drop.addEventListener("drop", event => {
    event.preventDefault();
    follow(event.dataTransfer.files[0]);
  });

  async function follow(file) {
    if (!file) {
      return;
    }
    user.ariaInvalid = String(!user.value.trim());
    if (!user.value.trim()) {
      result.replaceChildren(element("p", { className: "wrong" }, words.whose));
      user.focus();
      return;
    }
    const measuring = step(words.measuring);
    const way = element("ol", {}, measuring);
    result.replaceChildren(preview(file), way);
    try {
      const { body: event } = await ask("/red", {
        method: "POST",
        headers: { "Content-Type": file.type || "application/octet-stream", "X-User-Id": user.value.trim() },
        body: file,
        signal: AbortSignal.timeout(UPLOAD),
      });
      const since = performance.now();
      done(measuring, words.measured(event.red_value, event.user_id));
      const counting = step(words.counting);
      const alerting = step(words.alerting);
      way.append(counting, alerting);
      await Promise.all([count(event, since, counting), alert(event, since, alerting)]);
    } catch (failure) {
      failed(way.lastElementChild, failure.status === 404 ? words.noRed : failure.message);
    }
    input.value = "";
  }

  /** It is counted when the history has it. */
  async function count(event, since, place) {
    const path = query("/stat/events", { from: event.when, user_id: event.user_id, limit: 1000 });
    while (performance.now() - since < PATIENCE) {
      const { events } = (await ask(path)).body;
      if (events.some(({ event_id: id }) => id === event.event_id)) {
        done(place, words.counted(Math.round(performance.now() - since)));
        return;
      }
      await new Promise(resolve => { setTimeout(resolve, PAUSE); });
    }
    failed(place, words.notCounted);
  }

  async function alert(event, since, place) {
    if (!(event.red_value > view.threshold)) {
      done(place, words.below(view.threshold), "skipped");
      return;
    }
    if (view.user && view.user !== event.user_id) {
      done(place, words.otherUser(view.user), "skipped");
      return;
    }
    const arrived = arrivals.get(event.event_id) ?? await new Promise(resolve => {
      arrivals.set(event.event_id, resolve);
      setTimeout(resolve, PATIENCE, null);
    });
    arrivals.delete(event.event_id);
    if (arrived === null) {
      failed(place, words.notAlerted);
    } else {
      // The alert may be faster than RED's own answer.
      done(place, words.alerted(Math.max(0, Math.round(arrived - since))), "red");
    }
  }

  return {
    /** What came in the live feed; the latest are remembered, in case the answer to the upload is slower. */
    arrived(alerts) {
      for (const { event_id: id } of alerts) {
        const waiting = arrivals.get(id);
        if (typeof waiting === "function") {
          waiting(performance.now());
        } else {
          arrivals.set(id, performance.now());
        }
      }
      for (const [id, waiting] of arrivals) {
        if (arrivals.size <= 200) {
          break;
        }
        if (typeof waiting !== "function") {
          arrivals.delete(id);
        }
      }
    },
  };
}

const step = text => element("li", { className: "under-way" }, text);

function done(place, text, className = "done") {
  place.className = className;
  place.textContent = text;
}

const failed = (place, text) => done(place, text, "failed");

function preview(file) {
  const image = element("img", { alt: "", width: 72, height: 72, src: URL.createObjectURL(file) });
  image.onload = image.onerror = () => URL.revokeObjectURL(image.src);
  return image;
}
