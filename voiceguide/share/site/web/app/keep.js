// Sessions that a listener keeps on this phone, by name: their choices, and all files that they need offline.

/** @typedef {{ name: string, fragment: string }} KeptSession */

const KEY = "voiceguide kept";

/** @returns {KeptSession[]} */
export function keptSessions() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(({ name, fragment }) => typeof name === "string" && fragment) : [];
  } catch {
    return [];
  }
}

/**
 * Keep a session, in place of one of the same name; return false if the phone does not let the page keep anything.
 * @param {string} name @param {string} fragment @param {string[]} files
 */
export async function keepSession(name, fragment, files) {
  try {
    const others = keptSessions().filter((kept) => kept.name !== name);
    localStorage.setItem(KEY, JSON.stringify([...others, { name, fragment }]));
  } catch {
    return false;
  }
  if (navigator.serviceWorker?.controller) await Promise.all(files.map((file) => fetch(file))); // it stores them
  await navigator.storage?.persist?.();
  return true;
}

/** @param {string} name */
export function forgetSession(name) {
  localStorage.setItem(KEY, JSON.stringify(keptSessions().filter((kept) => kept.name !== name)));
}
