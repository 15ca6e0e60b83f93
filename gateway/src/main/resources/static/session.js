const KEY = "access_token";

/**
 * Who somebody is to the services where sign-in is on: an access token of RED's issuer, kept as long as the tab is open.
 *
 * Events:
 *   needed  a service wants to know who asks, or what it was told is over
 */
class Session extends EventTarget {
  /** Null where nobody signed in. */
  get token() {
    return sessionStorage.getItem(KEY);
  }

  signIn(token) {
    sessionStorage.setItem(KEY, token);
  }

  /** Whose images alone one may see; empty where that is not so, or not known. */
  get onlyUser() {
    const { sub = "", scope = "" } = claims(this.token);
    return String(scope).split(" ").includes("red.admin") ? "" : sub;
  }

  need() {
    this.dispatchEvent(new Event("needed"));
  }
}

/** What a token says of its holder; the services check it, here it is only read. */
function claims(token) {
  try {
    const bytes = Uint8Array.from(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return {};
  }
}

export const session = new Session();
