import { ask } from "./http.js";

const REFRESH = 5_000;
const SOON = 400;
const total = document.querySelector("#total");
const above = document.querySelector("#above");
const share = document.querySelector("#share");
const state = document.querySelector("#count-state");

/** Keeps the counts of the last 24 hours on the page; `soon` asks for fresh ones now. */
export function watchCount(threshold) {
  let timer;
  let asking = false;
  let again = false;

  async function refresh() {
    clearTimeout(timer);
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    try {
      const { body } = await ask(`/stat?red_threshold=${threshold()}`);
      show(body);
    } catch (error) {
      tell(error.message, true);
    }
    asking = false;
    timer = setTimeout(refresh, again ? SOON : REFRESH);
    again = false;
  }

  function soon() {
    if (asking) {
      again = true;
    } else {
      clearTimeout(timer);
      timer = setTimeout(refresh, SOON);
    }
  }

  document.addEventListener("visibilitychange", () => document.hidden ? clearTimeout(timer) : refresh());
  refresh();
  return { soon };
}

function show(count) {
  total.textContent = count.total.toLocaleString();
  above.textContent = (count.above ?? 0).toLocaleString();
  share.style.width = count.total ? `${100 * count.above / count.total}%` : "0";
  tell(count.total ? "Exact, and up to date." : "No image yet.", false);
}

/** The line is announced, so it changes only when it has something new to say. */
function tell(text, bad) {
  if (state.textContent !== text) {
    state.textContent = text;
  }
  state.classList.toggle("error", bad);
}
