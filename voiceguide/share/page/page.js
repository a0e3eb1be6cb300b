// Page of a shared session: chapters, a transcript that follows the sound, and the controls of the lock screen.
// This is a classic script, not a module: browsers differ in the Origin header that they send for a module.

"use strict";

const byId = (id) => document.getElementById(id);
const audio = document.querySelector("audio");
const transcript = byId("transcript");
const transcriptLines = byId("lines");
const playButton = byId("toggle");
const statusLine = byId("status");

const SEEK_TOLERANCE_S = 0.03; // a seek may end a little before its target
const RESTART_CHAPTER_AFTER_S = 3; // from here on “previous” restarts the current chapter
const SEEK_STEP_S = 10; // of an arrow key
const RESUME_MARGIN_S = 10; // a position this close to either end is not resumed
const STALL_TIMEOUT_S = 8; // without sound, before the status line reports it

let session = { title: document.title, cover: "", chapters: [], lines: [] };
let currentChapter = -1;
let currentLine = -1;

function currentIndex(items, time) {
  let index = -1;
  while (index + 1 < items.length && items[index + 1].start <= time + SEEK_TOLERANCE_S) index += 1;
  return index;
}

function moveHighlight(elements, previous, current) {
  elements[previous]?.removeAttribute("aria-current");
  elements[current]?.setAttribute("aria-current", "true");
}

function followPlayback() {
  const time = audio.currentTime;
  const newLine = currentIndex(session.lines, time);
  if (newLine !== currentLine) {
    moveHighlight(transcriptLines.children, currentLine, newLine);
    currentLine = newLine;
    const item = transcriptLines.children[currentLine];
    const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = item ? item.offsetTop - transcript.clientHeight / 3 : 0;
    transcript.scrollTo({ top, behavior: reducedMotion ? "auto" : "smooth" });
  }
  const newChapter = currentIndex(session.chapters, time);
  if (newChapter !== currentChapter) {
    moveHighlight(document.querySelectorAll("#chapters button"), currentChapter, newChapter);
    currentChapter = newChapter;
    updateMetadata();
  }
}

function seek(time) {
  audio.currentTime = Math.max(0, Math.min(time, audio.duration || session.length || time));
  followPlayback();
  updatePositionState();
}

function previousChapter() {
  const chapter = session.chapters[currentChapter];
  const restarts = chapter && audio.currentTime - chapter.start > RESTART_CHAPTER_AFTER_S;
  const target = restarts ? currentChapter : currentChapter - 1;
  seek(session.chapters[Math.max(target, 0)]?.start ?? 0);
}

function nextChapter() {
  const chapter = session.chapters[currentChapter + 1];
  if (chapter) seek(chapter.start);
}

function play() {
  audio.play().catch(() => {}); // the “error” event reports what failed
}

// Lock screen: exactly these handlers. With seek buttons iOS would not show the chapter arrows.
const MEDIA_SESSION_HANDLERS = {
  play,
  pause: () => audio.pause(),
  previoustrack: previousChapter,
  nexttrack: nextChapter,
  seekto: (details) => seek(details.seekTime),
};

function updateMetadata() {
  if (!("mediaSession" in navigator)) return;
  navigator.mediaSession.metadata = new MediaMetadata({
    title: session.chapters[currentChapter]?.title ?? session.title,
    artist: session.title,
    album: "voiceguide",
    artwork: session.cover ? [{ src: session.cover, sizes: "600x600", type: "image/jpeg" }] : [],
  });
}

function updatePositionState() {
  const { duration, playbackRate, currentTime } = audio;
  if (!navigator.mediaSession?.setPositionState || !Number.isFinite(duration)) return;
  navigator.mediaSession.setPositionState({
    duration,
    playbackRate,
    position: Math.min(currentTime, duration),
  });
}

function registerMediaSessionHandlers() {
  if (!("mediaSession" in navigator)) return;
  for (const [action, handler] of Object.entries(MEDIA_SESSION_HANDLERS)) {
    try {
      navigator.mediaSession.setActionHandler(action, handler);
    } catch {
      // an older browser without this action
    }
  }
}

// The position survives a reload. Without storage, as in a private window, playback starts at 0.
const storageKey = () => `voiceguide ${session.title} ${session.length}`;

function savePosition() {
  try {
    localStorage.setItem(storageKey(), audio.ended ? "0" : String(audio.currentTime));
  } catch {
    return;
  }
}

function restorePosition() {
  try {
    const time = Number(localStorage.getItem(storageKey()));
    if (time > RESUME_MARGIN_S && time < session.length - RESUME_MARGIN_S) seek(time);
  } catch {
    return;
  }
}

function formatClock(seconds) {
  const total = Math.round(seconds);
  const parts = [Math.floor(total / 60) % 60, total % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(total / 3600);
  return hours ? `${hours}:${parts.join(":")}` : parts.join(":").replace(/^0/, "");
}

function renderSession() {
  for (const { text } of session.lines) {
    const item = document.createElement("li");
    item.textContent = text;
    item.dir = "auto"; // right to left if the script is written so
    transcriptLines.append(item);
  }
  for (const { start, title } of session.chapters) {
    const button = document.createElement("button");
    const name = document.createElement("span");
    const time = document.createElement("span");
    button.type = "button";
    name.textContent = title;
    name.dir = "auto";
    time.textContent = formatClock(start);
    time.className = "time";
    button.append(name, time);
    button.addEventListener("click", () => seek(start));
    const item = document.createElement("li");
    item.append(button);
    byId("chapters").append(item);
  }
  byId("transcript-section").hidden = !session.lines.length;
  for (const id of ["chapter-section", "previous", "next"]) byId(id).hidden = !session.chapters.length;
}

function updatePlayButton() {
  const playing = !audio.paused;
  document.body.classList.toggle("playing", playing);
  playButton.setAttribute("aria-label", playing ? document.body.dataset.pause : document.body.dataset.play);
}

function handleKeydown(event) {
  if (event.target !== document.body || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === " ") audio.paused ? play() : audio.pause();
  else if (event.key === "ArrowLeft") seek(audio.currentTime - SEEK_STEP_S);
  else if (event.key === "ArrowRight") seek(audio.currentTime + SEEK_STEP_S);
  else return;
  event.preventDefault();
}

function showConnectionLost() {
  statusLine.textContent = document.body.dataset.connectionLost;
}

// A browser that no longer reaches the computer fires only “waiting”, and no error.
let stallTimer = 0;

function startStallTimer() {
  clearTimeout(stallTimer);
  stallTimer = setTimeout(showConnectionLost, STALL_TIMEOUT_S * 1000);
}

playButton.addEventListener("click", () => (audio.paused ? play() : audio.pause()));
byId("previous").addEventListener("click", previousChapter);
byId("next").addEventListener("click", nextChapter);
document.addEventListener("keydown", handleKeydown);
audio.addEventListener("timeupdate", followPlayback);
audio.addEventListener("seeked", followPlayback);
audio.addEventListener("play", updatePlayButton);
audio.addEventListener("pause", () => (clearTimeout(stallTimer), updatePlayButton(), savePosition()));
audio.addEventListener("ended", () => (updatePlayButton(), savePosition()));
audio.addEventListener("error", showConnectionLost);
audio.addEventListener("waiting", startStallTimer);
audio.addEventListener("canplay", () => clearTimeout(stallTimer));
for (const event of ["durationchange", "ratechange", "seeked"]) audio.addEventListener(event, updatePositionState);
audio.addEventListener("playing", () => {
  clearTimeout(stallTimer);
  statusLine.textContent = "";
  // iOS forgets all three between one playback and the next.
  updateMetadata();
  registerMediaSessionHandlers();
  updatePositionState();
});
addEventListener("pagehide", savePosition);
setInterval(() => audio.paused || savePosition(), 5000);
registerMediaSessionHandlers();
updateMetadata();

fetch("session.json", { mode: "same-origin" })
  .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.statusText))))
  .then((data) => {
    session = data;
    renderSession();
    followPlayback();
    updateMetadata();
    restorePosition();
  })
  .catch(showConnectionLost);
