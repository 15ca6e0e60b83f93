import { strings } from "./strings.js";

export const find = (selector, root = document) => root.querySelector(selector);

/** An element; properties are set as such, those with a dash as attributes. Children that are null are left out. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") {
      made.setAttribute(name, value);
    } else {
      made[name] = value;
    }
  }
  made.append(...children.filter(child => child !== null));
  return made;
}

/** An SVG element with attributes. */
export function drawing(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

/** Changes a text only if it differs: what is announced must not be announced again. */
export function say(place, text) {
  if (place.textContent !== text) {
    place.textContent = text;
  }
}

/** Puts the strings at their places: data-t for text, data-t-label and data-t-placeholder for attributes. */
export function fillStrings(root) {
  const string = key => key.split(".").reduce((found, part) => found[part], strings);
  root.querySelectorAll("[data-t]").forEach(place => { place.textContent = string(place.dataset.t); });
  root.querySelectorAll("[data-t-label]").forEach(place => { place.ariaLabel = string(place.dataset.tLabel); });
  root.querySelectorAll("[data-t-placeholder]").forEach(place => { place.placeholder = string(place.dataset.tPlaceholder); });
}

/** An instant as a <time>, short on the page and whole where one points at it. */
export function timeElement(instant, short, full) {
  return element("time", { dateTime: instant, title: full }, short);
}

/** The choices of how often one is told; one that is not among them is added. */
export function fillIntervals(select, choices) {
  select.replaceChildren(...choices.map(([value, text]) => element("option", { value }, text)));
}
