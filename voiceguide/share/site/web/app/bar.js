// The bar with the player's buttons, which stays in sight, and what happens now, in large letters.

import { element, icon } from "./dom.js";
import { STEP_S } from "./player.js";
import { formatClock, holds, indexAt } from "./timeline.js";

const SPEEDS = [0.8, 0.9, 1, 1.1, 1.25];
const SLEEP_MINUTES = [0, 10, 20, 30, 60];

/**
 * @param {import("./player.js").Player} player
 * @param {Record<string, string>} strings
 */
export function showBar(player, strings) {
  const toggle = button("toggle", strings.play, () => player.toggle());
  const slider = element("input", { type: "range", min: "0", step: "1", class: "place", "aria-label": strings.place ?? "" });
  slider.addEventListener("input", () => player.seek(Number(slider.value)));
  const elapsed = element("span", { class: "time" });
  const left = element("span", { class: "time" });
  const speed = element("select", { "aria-label": strings.speed ?? "" });
  for (const rate of SPEEDS) speed.append(element("option", { value: String(rate), selected: rate === 1 }, `${rate} ×`));
  speed.addEventListener("change", () => (player.audio.playbackRate = Number(speed.value)));
  let sleepTimer = 0;
  const sleep = element("select", { "aria-label": strings.sleep ?? "" });
  for (const minutes of SLEEP_MINUTES) {
    sleep.append(element("option", { value: String(minutes) }, minutes ? `☾ ${minutes} min` : "☾ –"));
  }
  sleep.addEventListener("change", () => {
    clearTimeout(sleepTimer);
    if (Number(sleep.value)) sleepTimer = setTimeout(() => player.audio.pause(), Number(sleep.value) * 60_000);
  });
  const bar = element(
    "section",
    { class: "bar", "aria-label": strings.player ?? "" },
    element("div", { class: "places" }, elapsed, slider, left),
    element(
      "div",
      { class: "buttons" },
      button("previous", strings.previous, () => player.chapter(-1), icon("previous")),
      button("back", `−${STEP_S} s`, () => player.seek(player.time - STEP_S), `−${STEP_S}`),
      toggle,
      button("forward", `+${STEP_S} s`, () => player.seek(player.time + STEP_S), `+${STEP_S}`),
      button("next", strings.next, () => player.chapter(+1), icon("next")),
    ),
    element("div", { class: "extras" }, speed, sleep),
  );
  return {
    bar,
    update() {
      const { time, timeline, playing } = player;
      const length = timeline?.length ?? 0;
      slider.max = String(Math.round(length));
      slider.value = String(Math.round(time));
      slider.setAttribute("aria-valuetext", formatClock(time));
      elapsed.textContent = formatClock(time);
      left.textContent = `−${formatClock(length - time)}`;
      if (toggle.dataset.playing === String(playing)) return;
      toggle.dataset.playing = String(playing);
      toggle.replaceChildren(icon(playing ? "pause" : "play"));
      toggle.setAttribute("aria-label", (playing ? strings.pause : strings.play) ?? "");
    },
  };
}

/**
 * What happens now: in a hold its side and the seconds that are left, else the chapter; and what comes next.
 * @param {import("./player.js").Player} player
 * @param {Record<string, string>} strings
 */
export function showNow(player, strings) {
  const what = element("p", { class: "what" });
  const count = element("p", { class: "count", "aria-hidden": "true" });
  const next = element("p", { class: "next" });
  const again = button("again", strings.again, () => again.dataset.start && player.seek(Number(again.dataset.start)), icon("again"));
  const panel = element("section", { class: "now", "aria-label": strings.now ?? "" }, what, count, next, again);
  /** @type {ReturnType<typeof holds>} */
  let found = [];
  let known = player.timeline;
  return {
    panel,
    update() {
      const { timeline, time } = player;
      if (!timeline) return;
      if (known !== timeline) [known, found] = [timeline, holds(timeline)];
      const hold = found[indexAt(found, time)];
      const inHold = hold !== undefined && time < hold.end;
      const chapterIndex = indexAt(timeline.chapters, time);
      const chapter = timeline.chapters[chapterIndex]?.title ?? timeline.title;
      const side = inHold && hold.side ? strings[hold.side] ?? hold.side : "";
      setText(what, [inHold ? strings.hold : chapter, side].filter(Boolean).join(" · "));
      setText(count, inHold ? String(Math.max(Math.ceil(hold.end - time), 0)) : "");
      const following = timeline.chapters[chapterIndex + 1]?.title;
      setText(next, following ? `${strings.then}: ${following}` : "");
      again.hidden = !inHold;
      again.dataset.start = inHold ? String(hold.start) : "";
    },
  };
}

/** @param {HTMLElement} node @param {string} text */
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {string} name @param {string | undefined} label @param {() => void} click @param {Node | string} content */
function button(name, label, click, content = "") {
  return element("button", { type: "button", class: name, "aria-label": label ?? "", click }, content);
}
