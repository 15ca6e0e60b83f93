/**
 * Live alerts of RED_STATS over a WebSocket that stays: it connects again by itself, with growing pauses that differ
 * from client to client, and resumes after the last alert it has seen.
 *
 *   const live = new LiveAlerts("wss://red.example.org/ws", { redThreshold: 0.5 });
 *   live.addEventListener("alerts", event => console.log(event.detail));
 *
 * Events, each with its `detail`:
 *   alerts   array of {event_id, user_id, red_value, when}, in order, none twice
 *   missed   how many alerts this client did not get; null when nobody knows
 *   state    "connecting", "open", "waiting" (not connected, will try again) or "closed" (by close())
 *   refused  what the server says is wrong with the subscription
 */
export class LiveAlerts extends EventTarget {
  #address;
  #subscription;
  #options;
  #socket = null;
  #state = "closed";
  #pause;
  #openedAt = 0;
  #attempt = 0;
  #expired = false;
  #timer;
  #seen = new Recent(1000);
  #last;

  /**
   * @param address of /ws; http and https are read as ws and wss, and it may be relative to the page
   * @param subscription {redThreshold, userId}; userId may be missing
   * @param options token: where sign-in is on, a function that gives an access token or a promise of one, null where
   *   none is needed; it is asked before each connection, and given true when the last token has expired; while it
   *   fails it is asked again and again. Milliseconds: firstPause and longestPause
   *   between two tries; patience, after which a server from which nothing was heard is asked for a sign of life and
   *   then given up
   */
  constructor(address, subscription, options = {}) {
    super();
    this.#address = new URL(address, globalThis.location?.href);
    this.#address.protocol = this.#address.protocol.replace("http", "ws");
    this.#subscription = subscription;
    this.#options = { firstPause: 500, longestPause: 15_000, patience: 30_000, ...options };
    this.#pause = this.#options.firstPause;
    globalThis.addEventListener?.("online", this.#online);
    this.#connect();
  }

  get state() {
    return this.#state;
  }

  /** The event_id of the last alert, from which it would resume; undefined before the first. */
  get last() {
    return this.#last;
  }

  /** Asks for something else from now on. */
  subscribe(subscription) {
    this.#subscription = subscription;
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#ask();
    }
  }

  /** Ends it for good. */
  close() {
    globalThis.removeEventListener?.("online", this.#online);
    this.#drop();
    this.#become("closed");
  }

  #online = () => {
    if (this.#state === "waiting") {
      this.#connect();
    }
  };

  #connect() {
    this.#drop();
    this.#become("connecting");
    this.#giveUpAfter(this.#options.patience);
    if (!this.#options.token) {
      this.#open();
      return;
    }
    const attempt = this.#attempt;
    const still = handler => result => {
      if (attempt === this.#attempt) {
        handler(result);
      }
    };
    Promise.resolve(this.#expired).then(this.#options.token).then(
      // Not in the address, which ends up in logs.
      still(token => this.#open(token === null ? [] : ["red.alerts", `bearer.${token}`])),
      still(() => this.#retry()));
  }

  #open(protocols = []) {
    const socket = this.#socket = new WebSocket(this.#address, protocols);
    const mine = handler => event => {
      if (socket === this.#socket) {
        handler(event);
      }
    };
    socket.onopen = mine(() => this.#ask(this.#last));
    socket.onmessage = mine(event => this.#receive(JSON.parse(event.data)));
    socket.onclose = mine(event => this.#retry(event));
  }

  /** Forgets the socket; what it still has to say is not listened to. */
  #drop() {
    clearTimeout(this.#timer);
    this.#attempt++;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #retry(closed) {
    this.#drop();
    this.#expired = closed?.code === 1008 && closed.reason === "token expired";
    if (this.#expired) {
      this.#pause = this.#options.firstPause; // as it had to; there is a new one to be had
    }
    // A connection that lasted was a good one; a server that takes and drops us at once is left alone longer and longer.
    if (this.#openedAt && Date.now() - this.#openedAt > this.#options.longestPause) {
      this.#pause = this.#options.firstPause;
    }
    this.#openedAt = 0;
    this.#become("waiting");
    this.#timer = setTimeout(() => this.#connect(), this.#pause * (0.5 + Math.random() / 2));
    this.#pause = Math.min(2 * this.#pause, this.#options.longestPause);
  }

  #ask(since) {
    const { redThreshold, userId } = this.#subscription;
    this.#socket.send(JSON.stringify({ red_threshold: redThreshold, user_id: userId, since }));
  }

  #receive(message) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#askForASign(), this.#options.patience);
    switch (message.type) {
      case "subscribed":
        this.#openedAt ||= Date.now();
        this.#become("open");
        if (message.complete === false) {
          this.#tell("missed", null);
        }
        break;
      case "alert":
        this.#take(message.alerts);
        break;
      case "skipped":
        this.#tell("missed", message.count);
        break;
      case "error":
        this.#tell("refused", message.detail);
        break;
    }
  }

  /** Two instances may have seen events in another order, so a replay may bring again what was seen. */
  #take(alerts) {
    this.#last = alerts.at(-1).event_id;
    const fresh = alerts.filter(alert => this.#seen.add(`${alert.event_id} ${alert.when}`));
    if (fresh.length > 0) {
      this.#tell("alerts", fresh);
    }
  }

  /** The server's pings do not reach a page; a subscription repeated changes nothing and is answered. */
  #askForASign() {
    this.#ask();
    this.#giveUpAfter(this.#options.patience / 2);
  }

  #giveUpAfter(milliseconds) {
    this.#timer = setTimeout(() => this.#retry(), milliseconds);
  }

  #become(state) {
    if (this.#state !== state) {
      this.#state = state;
      this.#tell("state", state);
    }
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Remembers so many of the latest keys. */
class Recent {
  #most;
  #keys = new Set();

  constructor(most) {
    this.#most = most;
  }

  /** Whether the key is new. */
  add(key) {
    if (this.#keys.has(key)) {
      return false;
    }
    this.#keys.add(key);
    if (this.#keys.size > this.#most) {
      this.#keys.delete(this.#keys.values().next().value);
    }
    return true;
  }
}
