const ROWS = 20;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
const connection = document.querySelector("#connection");
const empty = document.querySelector("#feed-empty");
const table = document.querySelector("#feed");
const rows = document.querySelector("#feed-rows");

/** Keeps the feed of alerts open: connects, connects again with growing pauses, and follows the threshold. */
export function watchLive(threshold, onAlerts) {
  let socket;
  let pause = FIRST_PAUSE;
  let timer;

  function connect() {
    clearTimeout(timer);
    const opened = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/ws`);
    socket = opened;
    opened.onopen = subscribe;
    opened.onmessage = event => receive(JSON.parse(event.data));
    opened.onclose = () => {
      if (socket === opened) {
        reconnect();
      }
    };
  }

  function reconnect() {
    const wait = pause / 2 + Math.random() * pause / 2;
    pause = Math.min(2 * pause, LONGEST_PAUSE);
    state("lost", "not connected, trying again…");
    timer = setTimeout(connect, wait);
  }

  function subscribe() {
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify({ red_threshold: threshold() }));
    }
  }

  function receive(frame) {
    switch (frame.type) {
      case "subscribed":
        pause = FIRST_PAUSE;
        state("open", "connected");
        break;
      case "alert":
        frame.alerts.slice(-ROWS).forEach(alert => add(alertRow(alert)));
        onAlerts();
        break;
      case "skipped":
        add(noteRow(`${frame.count.toLocaleString()} more came faster than this page could read them`));
        break;
      case "error":
        add(noteRow(frame.detail));
        break;
    }
  }

  addEventListener("online", () => {
    if (socket.readyState === WebSocket.CLOSED) {
      connect();
    }
  });
  connect();
  return { resubscribe: subscribe };
}

function state(name, text) {
  if (connection.dataset.state !== name) {
    connection.dataset.state = name;
    connection.textContent = text;
  }
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
