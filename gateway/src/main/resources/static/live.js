import { LiveAlerts } from "./live-alerts.js";

const ROWS = 20;
const STATES = {
  connecting: "connecting…",
  open: "connected",
  waiting: "not connected, trying again…",
};
const connection = document.querySelector("#connection");
const empty = document.querySelector("#feed-empty");
const table = document.querySelector("#feed");
const rows = document.querySelector("#feed-rows");

/** Shows what is redder than the threshold as it comes. */
export function watchLive(threshold, onAlerts) {
  const subscription = () => ({ redThreshold: threshold() });
  const live = new LiveAlerts("ws", subscription());
  live.addEventListener("state", event => state(event.detail));
  live.addEventListener("alerts", event => {
    event.detail.slice(-ROWS).forEach(alert => add(alertRow(alert)));
    onAlerts();
  });
  live.addEventListener("missed", event => add(noteRow(missed(event.detail))));
  live.addEventListener("refused", event => add(noteRow(event.detail)));
  return { resubscribe: () => live.subscribe(subscription()) };
}

function missed(count) {
  return count === null
    ? "Some may be missing here: the connection was interrupted"
    : `${count.toLocaleString()} more came faster than this page could read them`;
}

function state(name) {
  connection.dataset.state = name;
  connection.textContent = STATES[name];
}

function add(row) {
  empty.hidden = true;
  table.hidden = false;
  rows.prepend(row);
  while (rows.rows.length > ROWS) {
    rows.deleteRow(-1);
  }
}

function alertRow(alert) {
  const row = document.createElement("tr");
  row.className = "new";
  const when = new Date(alert.when);
  const time = document.createElement("time");
  time.dateTime = alert.when;
  time.title = when.toLocaleString();
  time.textContent = when.toLocaleTimeString();
  row.insertCell().append(time);
  const user = row.insertCell();
  user.textContent = user.title = alert.user_id;
  row.insertCell().append(bar(alert.red_value));
  return row;
}

function bar(value) {
  const box = document.createElement("div");
  box.className = "bar";
  const number = document.createElement("span");
  number.textContent = value.toFixed(3);
  const track = document.createElement("div");
  const fill = document.createElement("div");
  fill.style.width = `${100 * Math.min(value, 1)}%`;
  track.append(fill);
  box.append(number, track);
  return box;
}

function noteRow(text) {
  const row = document.createElement("tr");
  row.className = "gap";
  const cell = row.insertCell();
  cell.colSpan = 3;
  cell.textContent = text;
  return row;
}
