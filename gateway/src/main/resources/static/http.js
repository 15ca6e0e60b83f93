const PATIENCE = 30_000;

/** Asks for JSON. Whatever goes wrong is thrown as an Error with `status` (0: nobody answered) and `fields`. */
export async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { signal: AbortSignal.timeout(PATIENCE), ...options });
  } catch (cause) {
    throw failure("The gateway does not answer. Is it running?", 0, [], cause);
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) {
    throw failure(explain(response.status, body), response.status, body?.errors ?? []);
  }
  return { status: response.status, body };
}

function explain(status, problem) {
  const detail = problem?.detail ?? problem?.title ?? "";
  switch (status) {
    case 413: return `Too large: ${sentence(detail)}`;
    case 429: return "Too many requests. Please wait a moment.";
    case 503: return `Not available right now: ${sentence(detail)}`;
    default: return capital(sentence(detail)) || `The answer was an error (${status}).`;
  }
}

function sentence(text) {
  return !text || /[.!?]$/.test(text) ? text : text + ".";
}

function capital(text) {
  return text && text[0].toUpperCase() + text.slice(1);
}

function failure(message, status, fields, cause) {
  return Object.assign(new Error(message, { cause }), { status, fields });
}
