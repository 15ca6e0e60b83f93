import { ask } from "./http.js";
import { error, paragraph } from "./elements.js";

const PATIENCE = 300_000;
const drop = document.querySelector("#drop");
const input = document.querySelector("#image");
const user = document.querySelector("#user");
const result = document.querySelector("#upload-result");

/** Sends a picture to RED, chosen or dropped, and shows how red it is. */
export function offerUpload(onMeasured) {
  document.querySelector("#upload-form").addEventListener("submit", event => event.preventDefault());
  input.addEventListener("change", () => send(input.files[0], onMeasured));
  ["dragenter", "dragover"].forEach(type => drop.addEventListener(type, event => {
    event.preventDefault();
    drop.classList.add("over");
  }));
  ["dragleave", "drop"].forEach(type => drop.addEventListener(type, () => drop.classList.remove("over")));
  drop.addEventListener("drop", event => {
    event.preventDefault();
    send(event.dataTransfer.files[0], onMeasured);
  });
}

async function send(file, onMeasured) {
  if (!file) {
    return;
  }
  if (!user.value.trim()) {
    result.replaceChildren(error("Please say which user it is from."));
    user.focus();
    return;
  }
  result.replaceChildren(paragraph("Measuring…", "hint"));
  try {
    const { body } = await ask("/red", {
      method: "POST",
      headers: { "Content-Type": file.type || "application/octet-stream", "X-User-Id": user.value.trim() },
      body: file,
      signal: AbortSignal.timeout(PATIENCE),
    });
    result.replaceChildren(preview(file), measured(body));
    onMeasured();
  } catch (failure) {
    result.replaceChildren(error(failure.status === 404 ? "No RED runs behind this gateway." : failure.message));
  }
  input.value = "";
}

function preview(file) {
  const image = new Image();
  image.alt = "";
  image.src = URL.createObjectURL(file);
  image.onload = image.onerror = () => URL.revokeObjectURL(image.src);
  return image;
}

function measured(event) {
  const box = document.createElement("div");
  const line = paragraph("Red value ");
  const value = document.createElement("strong");
  value.className = "value";
  value.textContent = event.red_value.toFixed(3);
  line.append(value);
  box.append(line, paragraph(`from ${event.user_id}, at ${new Date(event.when).toLocaleTimeString()}`, "hint"));
  return box;
}
