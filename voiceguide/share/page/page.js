// The page of a shared session: chapters to jump to, words that follow, and the phone's lock screen.
// It is no module, and asks for its data as it does: some browsers tell where a module is asked from, in their own ways.

"use strict";

const byId = (id) => document.getElementById(id);
const audio = document.querySelector("audio");
const words = byId("words");
const lines = byId("lines");
const toggle = byId("toggle");
const status = byId("status");

const CLOSE = 0.03; // a seek may land a little before the place it was asked for
const INTO = 3; // seconds into a chapter from which “previous” means its own beginning
const STEP = 10;
const PATIENCE = 8; // seconds without sound, after which it is told that none comes

let session = { title: document.title, cover: "", chapters: [], lines: [] };
let chapter = -1;
let line = -1;

function last(starts, time) {
  let found = -1;
  while (found + 1 < starts.length && starts[found + 1].start <= time + CLOSE) found += 1;
  return found;
}

function mark(items, old, now) {
  items[old]?.removeAttribute("aria-current");
  items[now]?.setAttribute("aria-current", "true");
}

function follow() {
  const time = audio.currentTime;
  const nowLine = last(session.lines, time);
  if (nowLine !== line) {
    mark(lines.children, line, nowLine);
    line = nowLine;
    const item = lines.children[line];
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = item ? item.offsetTop - words.clientHeight / 3 : 0;
    words.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
  }
  const nowChapter = last(session.chapters, time);
  if (nowChapter !== chapter) {
    mark(document.querySelectorAll("#chapters button"), chapter, nowChapter);
    chapter = nowChapter;
    describe();
  }
}

function jump(time) {
  audio.currentTime = Math.max(0, Math.min(time, audio.duration || session.length || time));
  follow();
  place();
}

function previous() {
  const now = session.chapters[chapter];
  const back = now && audio.currentTime - now.start > INTO ? chapter : chapter - 1;
  jump(session.chapters[Math.max(back, 0)]?.start ?? 0);
}

function next() {
  const following = session.chapters[chapter + 1];
  if (following) jump(following.start);
}

function play() {
  audio.play().catch(() => {}); // what went wrong is told by the “error” event
}

// The lock screen: exactly these handlers. iOS would show seek buttons in place of the chapter arrows.
const HANDLERS = {
  play,
  pause: () => audio.pause(),
  previoustrack: previous,
  nexttrack: next,
  seekto: (details) => jump(details.seekTime),
};

function describe() {
  if (!("mediaSession" in navigator)) return;
  navigator.mediaSession.metadata = new MediaMetadata({
    title: session.chapters[chapter]?.title ?? session.title,
    artist: session.title,
    album: "voiceguide",
    artwork: session.cover ? [{ src: session.cover, sizes: "600x600", type: "image/jpeg" }] : [],
  });
}

function place() {
  const { duration, playbackRate, currentTime } = audio;
  if (!navigator.mediaSession?.setPositionState || !Number.isFinite(duration)) return;
  navigator.mediaSession.setPositionState({
    duration,
    playbackRate,
    position: Math.min(currentTime, duration),
  });
}

function command() {
  if (!("mediaSession" in navigator)) return;
  for (const [action, handler] of Object.entries(HANDLERS)) {
    try {
      navigator.mediaSession.setActionHandler(action, handler);
    } catch {
      // an older browser without this button
    }
  }
}

// Where one was, so that a reload loses nothing; a browser that keeps nothing is no obstacle.
const key = () => `voiceguide ${session.title} ${session.length}`;

function remember() {
  try {
    localStorage.setItem(key(), audio.ended ? "0" : String(audio.currentTime));
  } catch {
    return;
  }
}

function resume() {
  try {
    const time = Number(localStorage.getItem(key()));
    if (time > STEP && time < session.length - STEP) jump(time);
  } catch {
    return;
  }
}

function clock(seconds) {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${parts.join(":")}` : parts.join(":").replace(/^0/, "");
}

function build() {
  for (const { text } of session.lines) {
    const item = document.createElement("li");
    item.textContent = text;
    item.dir = "auto"; // from right to left where its letters are written so
    lines.append(item);
  }
  for (const { start, title } of session.chapters) {
    const button = document.createElement("button");
    const name = document.createElement("span");
    const time = document.createElement("span");
    button.type = "button";
    name.textContent = title;
    name.dir = "auto";
    time.textContent = clock(start);
    time.className = "time";
    button.append(name, time);
    button.addEventListener("click", () => jump(start));
    const item = document.createElement("li");
    item.append(button);
    byId("chapters").append(item);
  }
  byId("said").hidden = !session.lines.length;
  for (const id of ["parts", "previous", "next"]) byId(id).hidden = !session.chapters.length;
}

function shown() {
  const playing = !audio.paused;
  document.body.classList.toggle("playing", playing);
  toggle.setAttribute("aria-label", playing ? document.body.dataset.pause : document.body.dataset.play);
}

function keyed(event) {
  if (event.target !== document.body || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === " ") audio.paused ? play() : audio.pause();
  else if (event.key === "ArrowLeft") jump(audio.currentTime - STEP);
  else if (event.key === "ArrowRight") jump(audio.currentTime + STEP);
  else return;
  event.preventDefault();
}

function lost() {
  status.textContent = document.body.dataset.lost;
}

// A browser that no longer reaches the computer says no more than that it waits.
let waiting = 0;

function wait() {
  clearTimeout(waiting);
  waiting = setTimeout(lost, PATIENCE * 1000);
}

toggle.addEventListener("click", () => (audio.paused ? play() : audio.pause()));
byId("previous").addEventListener("click", previous);
byId("next").addEventListener("click", next);
document.addEventListener("keydown", keyed);
audio.addEventListener("timeupdate", follow);
audio.addEventListener("seeked", follow);
audio.addEventListener("play", shown);
audio.addEventListener("pause", () => (clearTimeout(waiting), shown(), remember()));
audio.addEventListener("ended", () => (shown(), remember()));
audio.addEventListener("error", lost);
audio.addEventListener("waiting", wait);
audio.addEventListener("canplay", () => clearTimeout(waiting));
for (const event of ["durationchange", "ratechange", "seeked"]) audio.addEventListener(event, place);
audio.addEventListener("playing", () => {
  clearTimeout(waiting);
  status.textContent = "";
  // iOS forgets them between one playing and the next.
  describe();
  command();
  place();
});
addEventListener("pagehide", remember);
setInterval(() => audio.paused || remember(), 5000);
command();
describe();

fetch("session.json", { mode: "same-origin" })
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
  .then((data) => {
    session = data;
    build();
    follow();
    describe();
    resume();
  })
  .catch(lost);
