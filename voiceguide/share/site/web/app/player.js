// Playing a sound: one audio element, the lock screen's buttons, and the place that is remembered.

import { indexAt } from "./timeline.js";

/** @typedef {import("./timeline.js").Timeline} Timeline */

export const STEP_S = 15; // of a jump
const RESTART_CHAPTER_AFTER_S = 3; // from here on “previous” restarts the current chapter
const RESUME_MARGIN_S = 10; // a place this close to either end is not resumed
const SAVE_EVERY_MS = 5000;

export class Player extends EventTarget {
  /** @param {string} album */
  constructor(album) {
    super();
    this.album = album;
    this.audio = new Audio();
    this.audio.preload = "auto";
    /** @type {Timeline | null} */
    this.timeline = null;
    this.cover = "";
    this.key = "";
    for (const name of ["timeupdate", "seeked", "play", "pause", "ended", "ratechange", "durationchange", "error"]) {
      this.audio.addEventListener(name, () => this.#changed(name));
    }
    this.timer = setInterval(() => this.playing && this.#savePlace(), SAVE_EVERY_MS);
    this.#handleMediaKeys();
  }

  get time() {
    return this.audio.currentTime;
  }

  get playing() {
    return !this.audio.paused;
  }

  /**
   * Play another sound from a time on; whether it plays stays as it is.
   * @param {string} url @param {Timeline} timeline @param {number} time @param {string} cover @param {string} key
   */
  async load(url, timeline, time, cover, key) {
    const playing = this.playing;
    Object.assign(this, { timeline, cover, key });
    const { audio } = this;
    const rate = audio.playbackRate;
    audio.src = url;
    audio.load();
    await new Promise((resolve) => audio.addEventListener("loadedmetadata", resolve, { once: true }));
    audio.currentTime = Math.min(time, timeline.length);
    audio.playbackRate = rate;
    if (playing) await this.play();
    this.#changed("load");
  }

  async play() {
    try {
      await this.audio.play();
    } catch {
      this.#changed("pause"); // the browser waits for a gesture
    }
  }

  toggle() {
    if (this.playing) this.audio.pause();
    else void this.play();
  }

  /** @param {number} time */
  seek(time) {
    this.audio.currentTime = Math.max(0, Math.min(time, this.timeline?.length ?? time));
    this.#changed("seeked");
  }

  /** @param {number} direction */
  chapter(direction) {
    const chapters = this.timeline?.chapters ?? [];
    const index = indexAt(chapters, this.time);
    const restarts = direction < 0 && this.time - (chapters[index]?.start ?? 0) > RESTART_CHAPTER_AFTER_S;
    const target = chapters[Math.max(index + (restarts ? 0 : direction), 0)];
    if (target) this.seek(target.start);
  }

  /** Return the place that was remembered for a sound, or 0. @param {string} key @param {number} length */
  savedPlace(key, length) {
    try {
      const time = Number(localStorage.getItem(`voiceguide place ${key}`));
      return time > RESUME_MARGIN_S && time < length - RESUME_MARGIN_S ? time : 0;
    } catch {
      return 0;
    }
  }

  close() {
    clearInterval(this.timer);
    this.#savePlace();
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
  }

  #savePlace() {
    try {
      if (this.key && this.timeline) {
        localStorage.setItem(`voiceguide place ${this.key}`, this.audio.ended ? "0" : String(this.time));
      }
    } catch {
      // a private window has no storage
    }
  }

  /** @param {string} name */
  #changed(name) {
    if (name === "pause" || name === "ended") this.#savePlace();
    this.#updateMediaSession();
    this.dispatchEvent(new CustomEvent("change", { detail: name }));
  }

  #updateMediaSession() {
    if (!("mediaSession" in navigator) || !this.timeline) return;
    const { chapters, title, length } = this.timeline;
    const chapter = chapters[indexAt(chapters, this.time)]?.title ?? title;
    if (this.shownTitle !== chapter + this.cover) {
      this.shownTitle = chapter + this.cover;
      const artwork = this.cover ? [{ src: this.cover, sizes: "600x600", type: "image/jpeg" }] : [];
      navigator.mediaSession.metadata = new MediaMetadata({ title: chapter, artist: title, album: this.album, artwork });
    }
    navigator.mediaSession.playbackState = this.playing ? "playing" : "paused";
    navigator.mediaSession.setPositionState?.({
      duration: length,
      playbackRate: this.audio.playbackRate,
      position: Math.min(this.time, length),
    });
  }

  #handleMediaKeys() {
    /** @type {[MediaSessionAction, MediaSessionActionHandler][]} */
    const handlers = [
      ["play", () => this.play()],
      ["pause", () => this.audio.pause()],
      ["previoustrack", () => this.chapter(-1)],
      ["nexttrack", () => this.chapter(+1)],
      ["seekto", ({ seekTime }) => this.seek(seekTime ?? 0)],
    ];
    for (const [action, handler] of handlers) {
      try {
        navigator.mediaSession?.setActionHandler(action, handler);
      } catch {
        // an older browser without this action
      }
    }
  }
}
