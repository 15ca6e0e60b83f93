import { find } from "./dom.js";
import { session } from "./session.js";

const dialog = find("#sign-in");
const token = find("#token");

/** Asks for a token where the services want one. */
export function offerSignIn() {
  let declined = false;
  session.addEventListener("needed", () => {
    if (!dialog.open && !declined) {
      dialog.showModal();
    }
  });
  dialog.addEventListener("cancel", () => { declined = true; });
  find("form", dialog).addEventListener("submit", () => {
    if (token.value.trim()) {
      session.signIn(token.value.trim());
      location.reload();
    }
  });
}
