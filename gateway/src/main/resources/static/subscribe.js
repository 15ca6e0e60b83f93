import { send } from "./http.js";
import { element, fillIntervals, find, say } from "./dom.js";
import { secret } from "./secret.js";
import { strings } from "./strings.js";

const words = strings.subscribe;
const form = find("#subscribe-form");
const address = find("#address");
const wrong = find("#address-error");
const interval = find("#interval");
const button = find("button", form);
const result = find("#subscribe-result");
const how = () => form.elements.namedItem("how").value;

/** Subscribes an e-mail address or a webhook to what is redder than the page's threshold. */
export function offerSubscription(view) {
  const about = () => say(find("#subscribe-about"), words.about(view.threshold, view.user));
  fillIntervals(interval, strings.intervals);
  form.addEventListener("change", ({ target }) => target.name === "how" && showKind());
  form.addEventListener("submit", async event => {
    event.preventDefault();
    complain("");
    if (!address.value.trim() || !address.validity.valid) {
      complain(how() === "email" ? words.needsEmail : words.needsWebhook);
      return;
    }
    button.disabled = true;
    try {
      const { status, body } = await send("POST", "/sub", {
        [how()]: address.value.trim(),
        red_threshold: view.threshold,
        user_id: view.user || null,
        min_interval: interval.value || null,
      });
      result.replaceChildren(...answer(status, body));
    } catch (failure) {
      const mine = failure.fields.filter(({ field }) => field === how());
      if (mine.length > 0) {
        complain(words.wrong(mine.map(({ message }) => message)));
      } else {
        result.replaceChildren(element("p", { className: "wrong" }, failure.message));
      }
    }
    button.disabled = false;
  });
  view.addEventListener("threshold", about);
  view.addEventListener("selection", about);
  about();
  showKind();
}

function showKind() {
  const isEmail = how() === "email";
  say(find("#address-label"), isEmail ? words.emailLabel : words.webhookLabel);
  address.type = isEmail ? "email" : "url";
  address.placeholder = isEmail ? words.emailExample : words.webhookExample;
  address.autocomplete = isEmail ? "email" : "off";
  address.value = "";
  complain("");
}

/** What was said of an earlier try is no longer so. */
function complain(text) {
  say(wrong, text);
  address.ariaInvalid = String(text !== "");
  result.replaceChildren();
  if (text) {
    address.focus();
  }
}

function answer(status, body) {
  if (status === 200) {
    return [element("p", {}, words.there)];
  }
  const link = element("a", { href: `#subscription=${body.id}&token=${body.token}` }, words.manage);
  const manage = element("p", {}, link, " ", element("span", { className: "hint" }, words.manageNext));
  if (body.status === "pending") {
    return [element("p", { className: "good" }, words.pending(body.email)), element("p", { className: "hint" }, words.pendingNext)];
  }
  if (body.email) {
    return [element("p", { className: "good" }, words.activeEmail(body.email)),
      element("p", { className: "hint" }, words.activeEmailNext), manage];
  }
  return [element("p", { className: "good" }, words.activeWebhook), ...secret(strings.secret.first, body.secret), manage];
}
