import { ask } from "./http.js";
import { code, error, paragraph } from "./elements.js";

const form = document.querySelector("#subscribe-form");
const email = form.elements.namedItem("email");
const button = form.querySelector("button");
const result = document.querySelector("#subscribe-result");

/** Subscribes an e-mail address to images above the threshold. */
export function offerSubscription(threshold) {
  form.addEventListener("submit", async event => {
    event.preventDefault();
    clear();
    if (!email.validity.valid) {
      fail([{ field: "email", message: "please give an e-mail address" }]);
      return;
    }
    button.disabled = true;
    try {
      const { status, body } = await ask("/sub", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ email: email.value.trim(), red_threshold: threshold() }),
      });
      result.replaceChildren(answer(status, body, threshold()));
    } catch (failure) {
      if (!fail(failure.fields)) {
        result.replaceChildren(error(failure.message));
      }
    }
    button.disabled = false;
  });
}

function answer(status, body, threshold) {
  const box = document.createElement("div");
  if (body?.status === "pending") {
    box.append(paragraph("Nearly there: we sent you a mail, please confirm your address with it."));
  } else if (status === 200) {
    box.append(paragraph("You are subscribed already. Every mail has a link to unsubscribe."));
  } else {
    box.append(
      paragraph(`Subscribed: ${body.email} gets a mail about images redder than ${threshold.toFixed(2)}.`),
      paragraph("To unsubscribe, use the link in any mail, or keep this; it is shown only now:", "hint"),
      code(`curl -X DELETE ${location.origin}/sub/${body.id} \\\n  -H 'Authorization: Bearer ${body.token}'`));
  }
  return box;
}

/** Puts each message at its field; false if one has no place. */
function fail(fields) {
  const placed = fields.map(({ field, message }) => {
    const place = form.querySelector(`[data-error="${CSS.escape(field)}"]`);
    if (place) {
      place.textContent = message;
    }
    return Boolean(place);
  });
  if (fields.some(({ field }) => field === "email")) {
    email.ariaInvalid = "true";
    email.focus();
  }
  return placed.length > 0 && placed.every(Boolean);
}

function clear() {
  email.ariaInvalid = "false";
  form.querySelectorAll("[data-error]").forEach(place => { place.textContent = ""; });
  result.replaceChildren();
}
