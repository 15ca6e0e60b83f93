import { find, say } from "./dom.js";
import { session } from "./session.js";
import { strings } from "./strings.js";

const form = find("#window");
const custom = find("#custom");
const from = find("#from");
const to = find("#to");
const user = find("#user");
const wrong = find("#custom-error");

/** Lets one choose what time and whose images are looked at. */
export function chooseWindow(view) {
  let typing;
  user.readOnly = session.onlyUser !== "";

  form.addEventListener("change", ({ target }) => {
    if (target.name !== "window") {
      return;
    }
    if (target.value === "custom") {
      const now = Date.now();
      fill(now - view.span, now);
      custom.hidden = false;
    } else {
      view.look({ window: target.value });
    }
  });

  form.addEventListener("submit", event => {
    event.preventDefault();
    const first = Date.parse(from.value);
    const last = Date.parse(to.value);
    const bad = !(first < last);
    say(wrong, bad ? strings.window.wrong : "");
    from.ariaInvalid = to.ariaInvalid = String(bad);
    if (bad) {
      from.focus();
    } else {
      view.look({ window: "custom", from: first, to: last });
    }
  });

  user.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      if (user.value.trim() !== view.user) {
        view.look({ user: user.value.trim() }, true);
      }
    }, 300);
  });
  // A form with one field would be submitted; what is typed is looked for anyway.
  user.addEventListener("keydown", event => event.key === "Enter" && event.preventDefault());

  view.addEventListener("selection", () => show(view));
  show(view);
}

function show(view) {
  form.elements.namedItem("window").value = view.window;
  custom.hidden = view.moves;
  say(wrong, "");
  from.ariaInvalid = to.ariaInvalid = "false";
  if (!view.moves) {
    fill(view.from, view.to);
  }
  if (user !== document.activeElement) {
    user.value = view.user;
  }
}

function fill(first, last) {
  from.value = local(first);
  to.value = local(last);
}

/** As a field of the local time wants it. */
function local(instant) {
  const date = new Date(instant);
  return new Date(instant - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
