import { session } from "./session.js";
import { strings } from "./strings.js";

const PATIENCE = 30_000;

/**
 * Asks for JSON, as whoever is signed in unless an `Authorization` is among the headers. Whatever goes wrong is thrown as
 * an Error with `status` (0: nobody answered) and `fields`.
 */
export async function ask(path, options = {}) {
  const asSession = options.headers?.Authorization === undefined;
  if (asSession && session.isNeeded) {
    throw failure(strings.trouble.signIn, 401, []);
  }
  const signed = asSession && session.token !== null ? { Authorization: `Bearer ${session.token}` } : {};
  const headers = { ...signed, ...options.headers };
  let response;
  try {
    response = await fetch(path, { signal: AbortSignal.timeout(PATIENCE), ...options, headers });
  } catch (cause) {
    throw failure(navigator.onLine ? strings.trouble.nobody : strings.trouble.offline, 0, [], cause);
  }
  const body = await response.json().catch(() => null);
  if (response.status === 401 && asSession) {
    session.need();
  }
  if (!response.ok) {
    throw failure(explain(response.status, body), response.status, body?.errors ?? []);
  }
  return { status: response.status, body };
}

/** Sends JSON. */
export function send(method, path, body, headers = {}) {
  return ask(path, { method, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) });
}

/** A path with its parameters; those that are null are left out. */
export function query(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== "");
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

function explain(status, problem) {
  const detail = sentence(problem?.errors?.map(error => error.message).join("; ") || problem?.detail || problem?.title || "");
  switch (status) {
    case 401: return strings.trouble.signIn;
    case 413: return strings.trouble.tooLarge(detail);
    case 429: return strings.trouble.tooMany;
    case 502: case 503: case 504: return strings.trouble.away(detail);
    default: return detail || strings.trouble.other(status);
  }
}

function sentence(text) {
  const ended = !text || /[.!?]$/.test(text) ? text : text + ".";
  return ended && ended[0].toUpperCase() + ended.slice(1);
}

function failure(message, status, fields, cause) {
  return Object.assign(new Error(message, { cause }), { status, fields });
}
