import { ask } from "./http.js";
import { find, say } from "./dom.js";
import { session } from "./session.js";
import { strings } from "./strings.js";

const dialog = find("#sign-in");
const token = find("#token");
const wrong = find("#token-wrong");
const button = find("button", dialog);

/** Asks for a token where the services want one; one that they do not believe is not kept. */
export function offerSignIn() {
  let declined = false;
  session.addEventListener("needed", () => {
    if (!dialog.open && !declined) {
      complain(session.token === null ? "" : strings.signIn.over);
      dialog.showModal();
    }
  });
  dialog.addEventListener("cancel", () => { declined = true; });
  find("form", dialog).addEventListener("submit", async event => {
    event.preventDefault();
    const given = token.value.trim();
    if (!given) {
      complain(strings.signIn.missing);
      return;
    }
    button.disabled = true;
    try {
      await ask("/stat", { headers: { Authorization: `Bearer ${given}` } });
      session.signIn(given);
      location.reload();
    } catch (failure) {
      complain(failure.status === 401 ? strings.signIn.refused : failure.message);
    }
    button.disabled = false;
  });
}

function complain(text) {
  say(wrong, text);
  token.ariaInvalid = String(text !== "");
  token.focus();
}
