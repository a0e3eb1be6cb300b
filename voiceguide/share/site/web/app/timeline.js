// Questions about a timeline: what happens at a moment, what comes next, and where a place is in another timeline.

/**
 * @typedef {{ start: number, end: number, title: string, technique?: string }} Chapter
 * @typedef {{ start: number, end: number, kind?: string, role: string, text?: string, technique?: string,
 *   chapter?: number, step?: number, hold?: number, round?: number, side?: string }} TimelineEvent
 * @typedef {{ session: string, title: string, length: number, chapters: Chapter[], events: TimelineEvent[] }} Timeline
 */

const SEEK_TOLERANCE_S = 0.03; // a seek may end a little before its target

/**
 * Return the index of the last item that has begun at a time, or -1.
 * @param {{ start: number }[]} items
 * @param {number} time
 */
export function indexAt(items, time) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {{ start: number }} */ (items[middle]).start <= time + SEEK_TOLERANCE_S) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * Return the spoken lines, with their starts.
 * @param {Timeline} timeline
 * @returns {{ start: number, text: string }[]}
 */
export function spokenLines(timeline) {
  return timeline.events.flatMap(({ start, text }) => (text ? [{ start, text }] : []));
}

/**
 * Return the holds: runs of events with one hold number, from the start tone's event to the end tone's.
 * @param {Timeline} timeline
 * @returns {{ start: number, end: number, side: string, title: string }[]}
 */
export function holds(timeline) {
  /** @type {{ number: number, start: number, end: number, side: string, title: string }[]} */
  const found = [];
  for (const event of timeline.events) {
    if (!event.hold || event.role === "end") continue;
    const last = found.at(-1);
    if (last?.number === event.hold) last.end = event.end;
    else {
      const title = timeline.chapters[(event.chapter ?? 1) - 1]?.title ?? "";
      found.push({ number: event.hold, start: event.start, end: event.end, side: event.side ?? "", title });
    }
  }
  return found;
}

/**
 * Return the time in a new timeline of the place that `time` is in an old one: in the same part of the same step, or
 * else as far into the same chapter, or else as far into the whole.
 * @param {Timeline} old
 * @param {Timeline} next
 * @param {number} time
 */
export function matchingTime(old, next, time) {
  const index = indexAt(old.events, time);
  const event = old.events[index];
  if (event) {
    const key = eventKey(event);
    const occurrence = old.events.slice(0, index).filter((other) => eventKey(other) === key).length;
    const match = next.events.filter((other) => eventKey(other) === key)[occurrence];
    if (match) return Math.min(match.start + (time - event.start), match.end);
  }
  const chapter = old.chapters[indexAt(old.chapters, time)];
  const same = next.chapters.find((other) => other.technique && other.technique === chapter?.technique);
  if (chapter && same) {
    return same.start + ((time - chapter.start) * (same.end - same.start)) / (chapter.end - chapter.start);
  }
  return (time * next.length) / Math.max(old.length, 1);
}

/** @param {TimelineEvent} event */
function eventKey({ technique, role, round, side, text }) {
  return [technique, role, round, side, text].join("\n");
}

/**
 * Format seconds as players do, rounded down: 0:05, 10:00, 1:00:00.
 * @param {number} seconds
 */
export function formatClock(seconds) {
  const total = Math.max(0, Math.floor(seconds + SEEK_TOLERANCE_S));
  const [minutes, rest] = [Math.floor(total / 60) % 60, String(total % 60).padStart(2, "0")];
  const hours = Math.floor(total / 3600);
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
