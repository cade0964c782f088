// The form that moves gemeenten: who, in which indeling, and to which region.

import { overlaps, verbandenOf } from "./paren.js";
import { sizesOf } from "./plan.js";
import { optionOf } from "./bediening.js";
import { buttonOf, capital, compareNames, element, listing } from "./tekst.js";

const NEW = "nieuw";

/** The gemeenten that a move is about: the group, or else the one that is chosen. */
export function moversOf({ group, gemeente }) {
  if (group.length) return group;
  return gemeente === null ? [] : [gemeente];
}

/** The indeling in which a move is made: the one chosen before, or the first that is compared. */
export function placeOfMove(data, state, wanted) {
  const possible = (k) => k !== null && !overlaps(data, k);
  const compared = state.domains ? data.main : [state.a, state.b];
  return [wanted, ...compared, ...data.indelingen.keys()].find(possible) ?? null;
}

/** Who is moved, each with a button that leaves it out of the group. */
export function moverParts(data, state, change) {
  const { group, gemeente } = state;
  const name = (g) => data.gemeenten[g][1];
  const chip = (g) => {
    const button = buttonOf(`${name(g)} ×`, () => change({ group: group.filter((one) => one !== g) }));
    button.setAttribute("aria-label", `Laat ${name(g)} uit de groep`);
    button.className = "groepslid";
    return button;
  };
  const join = (text, own) => buttonOf(text, () => change({ group: [...group, own] }));
  if (!moversOf(state).length) return [element("p", "Kies een gemeente: op de kaart, of met Zoek een gemeente.", "uitleg")];
  const parts = group.length ? group.map(chip) : [element("strong", name(gemeente))];
  if (gemeente !== null && !group.includes(gemeente)) {
    parts.push(join(group.length ? `Neem ${name(gemeente)} mee` : "Begin een groep", gemeente));
  }
  return parts;
}

/** The regions that gemeenten may go to: those of their neighbours, and all others. */
function targetsOf(data, k, movers, neighbours) {
  const indeling = data.indelingen[k];
  const sizes = sizesOf(data, k);
  const own = movers.map((g) => verbandenOf(indeling, g)[0]);
  const beside = new Set(movers.flatMap((g) => neighbours[g]).flatMap((g) => verbandenOf(indeling, g)));
  const possible = indeling.verbanden.map((_, v) => v).filter((v) => sizes[v] && !own.includes(v));
  const byName = (v, w) => compareNames(indeling.verbanden[v], indeling.verbanden[w]);
  const pick = (test) => possible.filter(test).sort(byName);
  return { near: pick((v) => beside.has(v)), far: pick((v) => !beside.has(v)) };
}

/** Fill the list of regions; what was chosen stays so when it can. */
export function fillTargets(data, k, movers, neighbours) {
  const list = document.getElementById("zet-naar");
  const before = list.value;
  const { near, far } = targetsOf(data, k, movers, neighbours);
  const groups = [["Regio's van buren", near], ["Andere regio's", far]].filter(([, found]) => found.length);
  const options = groups.map(([label, found]) => {
    const group = element("optgroup");
    group.label = label;
    group.append(...found.map((v) => optionOf(data.indelingen[k].verbanden[v], v)));
    return group;
  });
  list.replaceChildren(...options, optionOf("Een nieuwe regio…", NEW));
  if ([...list.options].some(({ value }) => value === before)) list.value = before;
}

/** In which regions the gemeenten are now, in a few words. */
export function placeText(data, k, movers) {
  const { enkelvoud, verbanden } = data.indelingen[k];
  const names = [...new Set(movers.map((g) => verbanden[verbandenOf(data.indelingen[k], g)[0]] ?? "geen"))];
  return movers.length ? `${capital(enkelvoud)} nu: ${listing(names)}.` : "";
}

/** Show the box for a name only when a new region is chosen. */
export function showNameBox() {
  document.getElementById("zet-naam-vak").hidden = document.getElementById("zet-naar").value !== NEW;
}

/** The step that the form asks for. */
export function stepInForm(data, k, movers) {
  const { value } = document.getElementById("zet-naar");
  const step = { k, gemeenten: movers };
  if (value !== NEW) return { ...step, to: Number(value) };
  return { ...step, to: data.indelingen[k].verbanden.length, naam: document.getElementById("zet-naam").value.trim() };
}
