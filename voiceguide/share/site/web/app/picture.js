// The picture of a timeline: a strip with chapters, words, tones and holds, and a mark that moves.

import { svg } from "./dom.js";

/** @typedef {import("./timeline.js").Timeline} Timeline */

const WIDTH = 1000;
const HEIGHT = 60;
const LANES = [
  { top: 4, height: 8, name: "chapter" },
  { top: 16, height: 24, name: "hold" },
  { top: 44, height: 12, name: "word" },
];
const ACTIVE_ROLES = new Set(["hold", "go", "rep", "breathe", "start", "mid", "half", "count"]);

/**
 * @param {Timeline} timeline
 * @param {string} label
 */
export function drawPicture(timeline, label) {
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" });
  picture.setAttribute("aria-label", label);
  const x = (/** @type {number} */ time) => (time * WIDTH) / Math.max(timeline.length, 1);
  const add = (/** @type {number} */ lane, /** @type {{ start: number, end: number }} */ { start, end }, extra = "") => {
    const { top, height, name } = /** @type {(typeof LANES)[number]} */ (LANES[lane]);
    const width = Math.max(x(end) - x(start) - (lane ? 0 : 2), 0.6);
    picture.append(svg("rect", { x: x(start), y: top, width, height, class: `${name} ${extra}` }));
  };
  timeline.chapters.forEach((chapter, index) => add(0, chapter, index % 2 ? "odd" : ""));
  for (const event of timeline.events) {
    if (event.text) add(2, event);
    if (ACTIVE_ROLES.has(event.role) && (event.hold || event.role !== "count")) add(1, event);
  }
  const mark = svg("rect", { x: 0, y: 0, width: 3, height: HEIGHT, class: "mark" });
  picture.append(mark);
  return {
    picture,
    /** @param {number} time */
    moveTo(time) {
      mark.setAttribute("x", String(Math.min(x(time), WIDTH - 3)));
    },
    /** Return the time at a place of the picture, from 0 to 1. @param {number} share */
    timeAt: (share) => share * timeline.length,
  };
}
