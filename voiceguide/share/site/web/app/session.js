// One session: the player, what happens now, the words, and the knobs that change it while it plays.

import { formatFragment } from "./choices.js";
import { showBar, showNow } from "./bar.js";
import { showControls } from "./controls.js";
import { element, say } from "./dom.js";
import { keepSession } from "./keep.js";
import { drawPicture } from "./picture.js";
import { Player } from "./player.js";
import { loadDetails } from "./site.js";
import { fetchWhole, soundUrl } from "./source.js";
import { matchingTime } from "./timeline.js";
import { showWords } from "./words.js";

/**
 * @param {import("./site.js").Site} site
 * @param {import("./site.js").SessionEntry} session
 * @param {import("./choices.js").Choices} initial
 * @param {import("./engine.js").Engine} engine
 */
export async function openSession(site, session, initial, engine) {
  const details = await loadDetails(session);
  const { strings } = details;
  const player = new Player(site.strings.title ?? "voiceguide");
  const bar = showBar(player, strings);
  const now = showNow(player, strings);
  const [pictureBox, wordsBox] = [element("div", { class: "picture" }), element("div")];
  const notes = element("ul", { class: "notes" });
  let { timeline } = details;
  let choices = initial;
  /** @type {Blob} */
  let sound = new Blob();
  let version = 0;
  let picture = drawPicture(timeline, strings.picture ?? "");
  let words = showWords(player, timeline, strings);

  const update = () => {
    bar.update();
    now.update();
    words.update();
    picture.moveTo(player.time);
  };
  player.addEventListener("change", update);
  const frames = setInterval(() => player.playing && update(), 250);

  /** @param {import("./timeline.js").Timeline} next @param {Blob} bytes @param {number} time */
  const show = async (next, bytes, time) => {
    [timeline, sound] = [next, bytes];
    picture = drawPicture(timeline, strings.picture ?? "");
    words = showWords(player, timeline, strings);
    pictureBox.replaceChildren(picture.picture);
    wordsBox.replaceChildren(words.view);
    const minutes = Math.max(Math.round(timeline.length / 60), 1);
    const cover = new URL(session.covers[minutes] ?? "", document.baseURI).href;
    const key = `${session.name} ${JSON.stringify(choices)}`;
    await player.load(await soundUrl(bytes, session.name), timeline, time || player.savedPlace(key, next.length), cover, key);
    update();
  };

  /** @param {import("./choices.js").Choices} next */
  const change = async (next) => {
    const mine = ++version;
    choices = next;
    history.replaceState(null, "", formatFragment(session.name, next));
    say(strings.making ?? "");
    try {
      const plan = await engine.plan(session, next);
      if (mine !== version) return;
      const bytes = await engine.audio(session, next);
      if (mine !== version) return;
      notes.replaceChildren(...plan.notes.map((/** @type {string} */ note) => element("li", {}, note)));
      await show(plan.timeline, new Blob([/** @type {BlobPart} */ (bytes)]), matchingTime(timeline, plan.timeline, player.time));
      say("");
    } catch (error) {
      if (mine === version) say(error instanceof Error ? error.message : String(error));
    }
  };

  pictureBox.addEventListener("click", (event) => {
    const box = pictureBox.getBoundingClientRect();
    player.seek(picture.timeAt((event.clientX - box.left) / box.width));
  });
  const view = element(
    "article",
    { lang: session.language, class: "session" },
    element("p", {}, element("a", { href: "#" }, `‹ ${strings.all}`)),
    element("h1", { dir: "auto" }, session.title),
    element("p", { class: "summary" }, session.summary),
    now.panel,
    pictureBox,
    bar.bar,
    notes,
    element("details", { class: "change" }, element("summary", { click: () => engine.start() }, strings.change ?? ""), showControls(details, session.minutes, initial, change)),
    wordsBox,
    actions(),
  );
  queueMicrotask(async () => {
    try {
      if (Object.keys(initial).length) return await change(initial);
      const bytes = await fetchWhole(session.sound, (share) => say(`${strings.loading} ${Math.round(share * 100)} %`));
      await show(timeline, bytes, 0);
      say("");
    } catch {
      say(strings.lost ?? "");
    }
  });
  return {
    view,
    player,
    close() {
      clearInterval(frames);
      player.close();
    },
  };

  function actions() {
    const act = (/** @type {string | undefined} */ label, /** @type {() => unknown} */ click) =>
      element("button", { type: "button", click: () => void click() }, label ?? "");
    const address = () => new URL(formatFragment(session.name, choices), location.href).href;
    const file = () => new File([sound], `${session.name}.mp3`, { type: "audio/mpeg" });
    const buttons = [
      act(strings.keep, async () => {
        const name = `${session.title} · ${Math.max(Math.round(timeline.length / 60), 1)} min`;
        const files = [...session.packs.map((pack) => site.packs[pack] ?? ""), ...Object.values(session.covers), site.bundle];
        const kept = await keepSession(name, formatFragment(session.name, choices), [...files, session.details, session.sound]);
        say((kept ? strings.isKept : strings.notKept) ?? "");
      }),
      act(strings.download, () => {
        const url = URL.createObjectURL(file());
        element("a", { href: url, download: `${session.name}.mp3` }).click();
        setTimeout(() => URL.revokeObjectURL(url), 10_000);
      }),
      act(strings.copyLink, async () => {
        await navigator.clipboard?.writeText(address());
        say(address());
      }),
    ];
    if (navigator.canShare?.({ files: [new File([], "a.mp3", { type: "audio/mpeg" })] })) {
      buttons.push(act(strings.share, () => navigator.share({ files: [file()], title: session.title }).catch(() => {})));
    }
    return element("p", { class: "actions" }, ...buttons);
  }
}
