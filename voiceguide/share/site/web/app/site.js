// The contents of the site, as `voiceguide publish` wrote them.

/**
 * @typedef {{ name: string, unit: "time" | "count", least: number, most: number, amount: number }} ValueControl
 * @typedef {{ name: string, title: string, optional: boolean, fills: boolean, sides: boolean, values: ValueControl[] }} TechniqueControl
 * @typedef {{ name: string, label: string, names: string[], nameLabels: string[], multiple: boolean, default: string }} OptionControl
 * @typedef {{ name: string, title: string, summary: string, language: string, seconds: number, sound: string,
 *   minutes: number[], packs: string[], covers: Record<string, string>, details: string }} SessionEntry
 * @typedef {{ timeline: import("./timeline.js").Timeline, techniques: TechniqueControl[], options: OptionControl[],
 *   strings: Record<string, string> }} SessionDetails
 * @typedef {{ bundle: string, runtime: string, voices: Record<string, string>, packs: Record<string, string>,
 *   sessions: SessionEntry[], strings: Record<string, string> }} Site
 */

/** @returns {Promise<Site>} */
export function loadSite() {
  return fetchJson(/** @type {string} */ (document.body.dataset.site));
}

/** @param {SessionEntry} session @returns {Promise<SessionDetails>} */
export function loadDetails(session) {
  return fetchJson(session.details);
}

/** @param {string} path */
async function fetchJson(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${response.status} ${path}`);
  return response.json();
}
