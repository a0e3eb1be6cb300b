// The words, which follow the sound until the reader scrolls, and the chapters. A tap on a line goes there.

import { element } from "./dom.js";
import { formatClock, indexAt, spokenLines } from "./timeline.js";

/**
 * @param {import("./player.js").Player} player
 * @param {import("./timeline.js").Timeline} timeline
 * @param {Record<string, string>} strings
 */
export function showWords(player, timeline, strings) {
  const lines = spokenLines(timeline);
  const list = element("ol", { class: "lines" });
  for (const { start, text } of lines) {
    list.append(element("li", {}, element("button", { type: "button", dir: "auto", click: () => goTo(start) }, text)));
  }
  const follow = element("button", { type: "button", class: "follow", hidden: true, click: () => setFollowing(true) });
  follow.textContent = strings.follow ?? "";
  const box = element("div", { class: "words", tabindex: "0", role: "region", "aria-label": strings.words ?? "" }, list);
  const chapters = element("ol", { class: "chapters" });
  for (const { start, title } of timeline.chapters) {
    const time = element("span", { class: "time" }, formatClock(start));
    const name = element("span", { dir: "auto" }, title);
    chapters.append(element("li", {}, element("button", { type: "button", click: () => goTo(start) }, name, time)));
  }
  let following = true;
  let [line, chapter] = [-1, -1];
  for (const event of ["wheel", "touchmove", "keydown"]) box.addEventListener(event, () => setFollowing(false), { passive: true });
  const view = element(
    "section",
    {},
    element("details", { open: true }, element("summary", {}, strings.words ?? ""), box, follow),
    element("details", {}, element("summary", {}, strings.chapters ?? ""), chapters),
  );
  return {
    view,
    update() {
      const [newLine, newChapter] = [indexAt(lines, player.time), indexAt(timeline.chapters, player.time)];
      if (newLine !== line) {
        mark(list, line, newLine);
        line = newLine;
        if (following) scroll();
      }
      if (newChapter !== chapter) mark(chapters, chapter, (chapter = newChapter));
    },
  };

  /** @param {number} start */
  function goTo(start) {
    setFollowing(true);
    player.seek(start);
  }

  /** @param {boolean} wanted */
  function setFollowing(wanted) {
    following = wanted;
    follow.hidden = wanted;
    if (wanted) scroll();
  }

  function scroll() {
    const item = /** @type {HTMLElement | undefined} */ (list.children[line]);
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    if (item) box.scrollTo({ top: item.offsetTop - box.clientHeight / 3, behavior });
  }
}

/** @param {HTMLElement} list @param {number} previous @param {number} current */
function mark(list, previous, current) {
  list.children[previous]?.removeAttribute("aria-current");
  list.children[current]?.setAttribute("aria-current", "true");
}
