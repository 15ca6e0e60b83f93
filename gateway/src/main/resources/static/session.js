const KEY = "access_token";

/**
 * Who somebody is to the services where sign-in is on: an access token of RED's issuer, kept as long as the tab is open.
 *
 * Events:
 *   needed  a service wants to know who asks, or what it was told is over
 */
class Session extends EventTarget {
  #isNeeded = false;

  /** Null where nobody signed in. */
  get token() {
    return sessionStorage.getItem(KEY);
  }

  /** Whether nothing will be answered before somebody signs in; that begins the page anew. */
  get isNeeded() {
    return this.#isNeeded;
  }

  signIn(token) {
    sessionStorage.setItem(KEY, token);
  }

  /** Who signed in; empty where nobody did. */
  get user() {
    return claims(this.token).sub ?? "";
  }

  /** Whose images alone one may see; empty where that is not so, or not known. */
  get onlyUser() {
    const { scope = "", scp = "" } = claims(this.token);
    return [scope, scp].flat().flatMap(names => names.split(" ")).includes("red.admin") ? "" : this.user;
  }

  need() {
    this.#isNeeded = true;
    this.dispatchEvent(new Event("needed"));
  }

  /**
   * What to connect with: null where nobody signed in.
   *
   * @param expired whether what one connected with is over
   * @throws Error where somebody has to sign in first
   */
  connectWith(expired) {
    if (expired) {
      this.need();
    }
    if (this.#isNeeded) {
      throw new Error("nobody is signed in");
    }
    return this.token;
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
