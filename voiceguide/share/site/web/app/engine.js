// The engine: our own Python core in a web worker. Calls are promises; errors are sentences for the listener.

/** @typedef {import("./site.js").Site} Site */
/** @typedef {import("./site.js").SessionEntry} SessionEntry */

export class Engine {
  /** @param {Site} site @param {(done: number, total: number) => void} onProgress */
  constructor(site, onProgress) {
    this.site = site;
    this.onProgress = onProgress;
    /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
    this.calls = new Map();
    this.count = 0;
    /** @type {Worker | null} */
    this.worker = null;
  }

  /** Start the worker, which loads the runtime. */
  start() {
    if (this.worker) return;
    this.worker = new Worker(/** @type {any} */ (workerUrl()), { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this.#receive(data));
    this.worker.addEventListener("error", () => this.#fail(new Error(this.site.strings.engineFailed)));
  }

  /**
   * Return the timeline, notes and values of a session with choices. Rejects with a sentence.
   * @param {SessionEntry} session
   * @param {import("./choices.js").Choices} choices
   */
  plan(session, choices) {
    return this.#call("plan", session, choices);
  }

  /**
   * Return the bytes of the MP3 file. Rejects with a sentence.
   * @param {SessionEntry} session
   * @param {import("./choices.js").Choices} choices
   * @returns {Promise<Uint8Array>}
   */
  audio(session, choices) {
    return this.#call("audio", session, choices);
  }

  /** @param {string} method @param {SessionEntry} session @param {import("./choices.js").Choices} choices */
  #call(method, session, choices) {
    this.start();
    const id = ++this.count;
    return new Promise((resolve, reject) => {
      this.calls.set(id, { resolve, reject });
      const packs = Object.fromEntries(session.packs.map((name) => [name, this.#url(this.site.packs[name])]));
      const covers = Object.fromEntries(Object.entries(session.covers).map(([key, path]) => [key, this.#url(path)]));
      this.worker?.postMessage({
        ...{ id, method, session: session.name, request: JSON.stringify(choices), packs, covers },
        ...{ bundle: this.#url(this.site.bundle), runtime: this.#url(this.site.runtime), voices: this.site.voices },
        sessionPacks: Object.fromEntries(this.site.sessions.map((entry) => [entry.name, entry.packs])),
      });
    });
  }

  /** @param {string | undefined} path */
  #url(path) {
    return new URL(path ?? "", document.baseURI).href;
  }

  /** @param {{ id: number, progress?: [number, number], error?: string, result?: any }} message */
  #receive({ id, progress, error, result }) {
    if (progress) return this.onProgress(...progress);
    const call = this.calls.get(id);
    this.calls.delete(id);
    if (error) call?.reject(new Error(error));
    else call?.resolve(result);
  }

  /** @param {Error} error */
  #fail(error) {
    for (const call of this.calls.values()) call.reject(error);
    this.calls.clear();
    this.worker?.terminate();
    this.worker = null; // the next call starts another one
  }
}

function workerUrl() {
  const url = new URL("worker.js", import.meta.url).href;
  const policy = trustedUrls();
  return policy ? policy.createScriptURL(url) : url;
}

/** @returns {{ createScriptURL(url: string): unknown } | null} */
export function trustedUrls() {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (!types) return null;
  policy ??= types.createPolicy("voiceguide", {
    /** @param {string} url */
    createScriptURL: (url) => {
      if (new URL(url).origin !== location.origin) throw new TypeError("Only scripts of this site are loaded.");
      return url;
    },
  });
  return policy;
}

/** @type {{ createScriptURL(url: string): unknown } | null} */
let policy = null;
