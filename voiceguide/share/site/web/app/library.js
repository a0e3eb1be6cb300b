// The list of sessions, and those that the listener keeps.

import { element } from "./dom.js";
import { forgetSession, keptSessions } from "./keep.js";
import { formatClock } from "./timeline.js";

/** @param {import("./site.js").Site} site */
export function showLibrary(site) {
  const { strings } = site;
  const view = element("div", { class: "library" }, element("h1", {}, strings.title ?? ""));
  const kept = keptSessions();
  if (kept.length) {
    const list = element("ul", { class: "cards" });
    for (const { name, fragment } of kept) {
      const remove = element("button", { type: "button", "aria-label": `${strings.forget} ${name}` }, "×");
      const item = element("li", {}, element("a", { href: fragment }, name), remove);
      remove.addEventListener("click", () => {
        forgetSession(name);
        item.remove();
      });
      list.append(item);
    }
    view.append(element("h2", {}, strings.kept ?? ""), list, element("h2", {}, strings.all ?? ""));
  }
  const list = element("ul", { class: "cards" });
  for (const { name, title, summary, language, seconds } of site.sessions) {
    list.append(
      element(
        "li",
        { lang: language },
        element("a", { href: `#${name}` }, title),
        element("span", { class: "time" }, formatClock(seconds)),
        element("p", {}, summary),
      ),
    );
  }
  view.append(list);
  return view;
}
