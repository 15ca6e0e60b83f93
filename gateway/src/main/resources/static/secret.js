import { element } from "./dom.js";
import { strings } from "./strings.js";

const words = strings.secret;

/** What a webhook's calls are signed with, to be copied: nobody shows it again. */
export function secret(about, text) {
  const shown = element("code", {}, text);
  const copy = element("button", { type: "button", className: "quiet" }, words.copy);
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = words.copied;
    } catch {
      // Without https a page may not write to the clipboard.
      getSelection().selectAllChildren(shown);
      copy.textContent = words.notCopied;
    }
  });
  return [element("p", { className: "hint" }, about), element("p", { className: "secret" }, shown, copy)];
}
