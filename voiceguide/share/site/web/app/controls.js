// The knobs of a session, within the limits that its script sets.

import { valueText, withOption, withValue } from "./choices.js";
import { element } from "./dom.js";

/** @typedef {import("./choices.js").Choices} Choices */
/** @typedef {import("./site.js").SessionDetails} SessionDetails */

/** Options that have knobs of their own, or none. */
const OWN_KNOBS = new Set(["minutes", "length", "hold", "rounds", "set", "skip", "only"]);

/**
 * @param {SessionDetails} details
 * @param {number[]} minutes
 * @param {Choices} choices
 * @param {(choices: Choices) => void} onChange
 */
export function showControls(details, minutes, choices, onChange) {
  let current = choices;
  const change = (/** @type {Choices} */ next) => onChange((current = next));
  const form = element("form", { class: "controls", submit: (event) => event.preventDefault() });
  const { strings } = details;
  if (minutes.length) form.append(lengthDial());
  for (const technique of details.techniques) {
    if (technique.values.length || technique.optional) form.append(techniqueGroup(technique));
  }
  const group = element("fieldset", {}, element("legend", {}, strings.options ?? ""));
  for (const option of details.options) {
    if (option.names.length && !OWN_KNOBS.has(option.name)) group.append(optionKnob(option));
  }
  form.append(group);
  return form;

  function lengthDial() {
    const written = String(Math.round(details.timeline.length / 60));
    const select = element("select", {
      change: () => change(withOption(current, "minutes", select.value === written ? [] : [select.value])),
    });
    for (const minute of minutes) select.append(choice(String(minute), `${minute} min`, current.minutes?.[0] ?? written));
    return element("label", { class: "knob" }, strings.length ?? "", select);
  }

  /** @param {import("./site.js").TechniqueControl} technique */
  function techniqueGroup(technique) {
    const box = element("fieldset", {}, element("legend", {}, technique.title));
    for (const value of technique.values) box.append(valueKnob(technique.name, value));
    if (!technique.fills) {
      const skipped = current.skip?.includes(technique.name) ?? false;
      const input = element("input", {
        type: "checkbox",
        checked: !skipped,
        change: () => {
          const others = (current.skip ?? []).filter((name) => name !== technique.name);
          change(withOption(current, "skip", input.checked ? others : [...others, technique.name]));
        },
      });
      box.append(element("label", { class: "knob" }, strings.include ?? "", input));
    }
    return box;
  }

  /** @param {string} technique @param {import("./site.js").ValueControl} value */
  function valueKnob(technique, { name, unit, least, most, amount }) {
    const suffix = unit === "time" ? "s" : "";
    const chosen = Number.parseFloat(valueText(current, technique, name)) || amount;
    const output = element("output", {}, `${chosen}${suffix && ` ${suffix}`}`);
    const input = element("input", {
      type: "range",
      min: String(least),
      max: String(most),
      step: unit === "time" && most - least > 120 ? "30" : "1",
      value: String(chosen),
      input: () => {
        output.value = `${input.value}${suffix && ` ${suffix}`}`;
        change(withValue(current, technique, name, Number(input.value) === amount ? "" : `${input.value}${suffix}`));
      },
    });
    return element("label", { class: "knob" }, strings[`value ${name}`] ?? name, input, output);
  }

  /** @param {import("./site.js").OptionControl} option */
  function optionKnob({ name, label, names, nameLabels, multiple, default: written }) {
    const texts = current[name] ?? [];
    if (multiple) {
      const box = element("details", {}, element("summary", {}, label));
      names.forEach((text, index) => {
        const input = element("input", {
          type: "checkbox",
          checked: texts.includes(text),
          change: () => {
            const others = (current[name] ?? []).filter((other) => other !== text);
            change(withOption(current, name, input.checked ? [...others, text] : others));
          },
        });
        box.append(element("label", { class: "knob" }, nameLabels[index] ?? text, input));
      });
      return box;
    }
    const select = element("select", {
      change: () => change(withOption(current, name, select.value ? [select.value] : [])),
    });
    select.append(choice("", written || "–", texts[0] ?? ""));
    names.forEach((text, index) => {
      if (text !== written) select.append(choice(text, nameLabels[index] ?? text, texts[0] ?? ""));
    });
    return element("label", { class: "knob" }, label, select);
  }
}

/** @param {string} value @param {string} text @param {string} selected */
function choice(value, text, selected) {
  return element("option", { value, selected: value === selected }, text);
}
