// Start of the page: the list of sessions, or the session that the address names.

import { parseFragment } from "./choices.js";
import { element, say } from "./dom.js";
import { Engine, trustedUrls } from "./engine.js";
import { showLibrary } from "./library.js";
import { openSession } from "./session.js";
import { loadSite } from "./site.js";

const STEP_S = 10; // of an arrow key
const main = /** @type {HTMLElement} */ (document.getElementById("view"));
/** @type {Awaited<ReturnType<typeof openSession>> | null} */
let open = null;

async function start() {
  const site = await loadSite();
  const engine = new Engine(site, (done, total) => say(`${site.strings.loadingEngine} ${done}/${total}`));
  document.title = site.strings.title ?? document.title;
  const show = async () => {
    open?.close();
    open = null;
    const { session: name, choices } = parseFragment(location.hash);
    const session = site.sessions.find((entry) => entry.name === name);
    if (!session) {
      main.replaceChildren(showLibrary(site));
      if (name) say(site.strings.unknown ?? "");
      return;
    }
    try {
      open = await openSession(site, session, choices, engine);
      main.replaceChildren(open.view);
      main.focus({ preventScroll: true });
    } catch {
      main.replaceChildren(element("p", {}, site.strings.lost ?? ""));
    }
  };
  addEventListener("hashchange", () => void show());
  await registerServiceWorker(site.strings);
  await show();
}

/** @param {Record<string, string>} strings */
async function registerServiceWorker(strings) {
  if (!("serviceWorker" in navigator)) return;
  try {
    const url = new URL("sw.js", document.baseURI).href;
    const registration = await navigator.serviceWorker.register(
      /** @type {string} */ (trustedUrls()?.createScriptURL(url) ?? url),
      { updateViaCache: "none" },
    );
    registration.addEventListener("updatefound", () => {
      if (navigator.serviceWorker.controller) say(strings.update ?? "");
    });
    if (!navigator.serviceWorker.controller) {
      await Promise.race([
        new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true })),
        new Promise((resolve) => setTimeout(resolve, 2000)),
      ]);
    }
  } catch {
    // plain http has no service worker: the page works, but not offline
  }
}

addEventListener("keydown", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (!open || event.ctrlKey || event.altKey || event.metaKey || target.matches("input, select, textarea, summary")) return;
  const { player } = open;
  if (event.key === " " && !target.matches("button, a")) player.toggle();
  else if (event.key === "ArrowLeft") player.seek(player.time - STEP_S);
  else if (event.key === "ArrowRight") player.seek(player.time + STEP_S);
  else return;
  event.preventDefault();
});

start().catch(() => say(document.querySelector("noscript")?.textContent ?? ""));
