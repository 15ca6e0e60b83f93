export function paragraph(text, className = "") {
  const p = document.createElement("p");
  p.className = className;
  p.textContent = text;
  return p;
}

export function error(text) {
  return paragraph(text, "error");
}

export function code(text) {
  const pre = document.createElement("pre");
  pre.textContent = text;
  return pre;
}
