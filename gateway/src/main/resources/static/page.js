import { watchCount } from "./count.js";
import { watchLive } from "./live.js";
import { offerSubscription } from "./subscribe.js";
import { offerUpload } from "./upload.js";

const slider = document.querySelector("#threshold");
const shown = document.querySelector("#threshold-value");
const mentions = document.querySelectorAll("[data-threshold]");
const threshold = () => Number(slider.value);

const count = watchCount(threshold);
const live = watchLive(threshold, () => count.soon());
offerSubscription(threshold);
offerUpload(() => count.soon());

let settled;

slider.addEventListener("input", () => {
  show();
  clearTimeout(settled);
  settled = setTimeout(() => {
    count.soon();
    live.resubscribe();
  }, 200);
});

show();

function show() {
  const text = threshold().toFixed(2);
  shown.value = text;
  mentions.forEach(place => { place.textContent = text; });
}
