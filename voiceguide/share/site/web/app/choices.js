// Choices of a listener, as texts by option, and their form in the fragment of an address:
// #upper-back-reset?hold=seated-twist%3D25s&minutes=12

/** @typedef {Record<string, string[]>} Choices */

const MAX_FRAGMENT = 4000; // characters; a longer one was not made by this page

/**
 * Read the session and the choices in a fragment. What is malformed is left out; the engine checks each text.
 * @param {string} fragment
 * @returns {{ session: string, choices: Choices }}
 */
export function parseFragment(fragment) {
  const [session = "", query = ""] = fragment.slice(0, MAX_FRAGMENT).replace(/^#/, "").split("?", 2);
  /** @type {Choices} */
  const choices = Object.create(null);
  for (const [name, text] of new URLSearchParams(query)) {
    if (/^[a-z-]{1,40}$/.test(name) && text) (choices[name] ??= []).push(text);
  }
  return { session: /^[a-z0-9-]*$/.test(session) ? session : "", choices };
}

/**
 * @param {string} session
 * @param {Choices} choices
 */
export function formatFragment(session, choices) {
  const query = new URLSearchParams();
  for (const name of Object.keys(choices).sort()) {
    for (const text of choices[name] ?? []) query.append(name, text);
  }
  return query.size ? `#${session}?${query}` : `#${session}`;
}

/**
 * Return the choices with one option set to these texts; without texts the option is not chosen.
 * @param {Choices} choices
 * @param {string} name
 * @param {string[]} texts
 * @returns {Choices}
 */
export function withOption(choices, name, texts) {
  const { [name]: _, ...others } = choices;
  return texts.length ? { ...others, [name]: texts } : others;
}

/**
 * Return the choices with a technique's value set, as “T.NAME=TEXT”, or back at the written amount for "".
 * @param {Choices} choices
 * @param {string} technique
 * @param {string} value
 * @param {string} text
 */
export function withValue(choices, technique, value, text) {
  const key = `${technique}.${value}=`;
  const texts = (choices.set ?? []).filter((old) => !old.startsWith(key));
  return withOption(choices, "set", text ? [...texts, key + text] : texts);
}

/**
 * @param {Choices} choices
 * @param {string} technique
 * @param {string} value
 */
export function valueText(choices, technique, value) {
  const key = `${technique}.${value}=`;
  return (choices.set ?? []).find((text) => text.startsWith(key))?.slice(key.length) ?? "";
}
