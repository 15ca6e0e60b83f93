import { fillStrings, find } from "./dom.js";
import { chooseWindow } from "./window.js";
import { offerPicture } from "./picture.js";
import { offerSubscription } from "./subscribe.js";
import { offerSignIn } from "./sign-in.js";
import { showMine } from "./mine.js";
import { strings } from "./strings.js";
import { View } from "./view.js";
import { watchFeed } from "./feed.js";
import { watchSeries } from "./series.js";
import { watchThreshold } from "./threshold.js";

const overview = find("#overview");
let started = false;

/** The statistics, or the one subscription that the address leads to. */
function route() {
  const mine = showMine();
  overview.hidden = mine;
  find("#connection").hidden = mine;
  document.title = mine ? `${strings.mine.title} – ${strings.title}` : strings.title;
  if (!mine && !started) {
    started = true;
    start();
  }
}

function start() {
  const view = new View();
  chooseWindow(view);
  offerSubscription(view);
  const picture = offerPicture(view);
  const counts = watchThreshold(view);
  const series = watchSeries(view);
  watchFeed(view, alerts => {
    picture.arrived(alerts);
    counts.soon();
    series.soon();
  });
}

addEventListener("hashchange", route);
fillStrings(document);
offerSignIn();
route();
find("#page").classList.remove("loading");
