// What is said of one gemeente: its verbanden, its colour, and why it chafes.

import { CROSSING, NOT_COMPARED, verbandenOf } from "./paren.js";
import { capital, element, fullName, headCell, percentage } from "./tekst.js";

const LISTED = 3;

/** The indelingen that are shown of a gemeente: the pair, then the main ones. */
export function shownIndelingen(data, state) {
  const first = state.domains ? [] : [state.a, state.b];
  return [...new Set([...first, ...data.main])];
}

/** The verbanden of a gemeente as one text. */
function verbandenText(indeling, g) {
  const own = verbandenOf(indeling, g);
  if (own.length > LISTED) return `${own.length} verbanden`;
  return own.length ? own.map((verband) => indeling.verbanden[verband]).join(", ") : "geen";
}

/** How sure a gemeente is of its verband in an indeling, and of when; empty when a source says so. */
function doubtText({ doubt, doubts }, g) {
  const text = doubts[doubt[g]];
  return text ? ` (${text})` : "";
}

/** The gemeenten of which the place in one of these indelingen was carried forward. */
export function carriedForward(data, places) {
  const found = places.flatMap((k) => {
    const { carried } = data.indelingen[k];
    return carried;
  });
  return [...new Set(found)];
}

/** The table with the verbanden of a gemeente in every indeling shown. */
export function verbandenTable(data, state, g) {
  const table = element("table", "", "verbanden");
  table.append(element("caption", "Verbanden", "alleen-voorlezen"));
  const add = (kind, text, className = "") => {
    const row = element("tr", "", className);
    row.append(headCell("row", capital(kind)), element("td", text));
    table.append(row);
  };
  for (const k of shownIndelingen(data, state)) {
    const indeling = data.indelingen[k];
    const compared = !state.domains && (k === state.a || k === state.b);
    add(indeling.enkelvoud, verbandenText(indeling, g) + doubtText(indeling, g), compared ? "vergeleken" : "");
  }
  for (const { enkelvoud, texts, of } of data.others) add(enkelvoud, texts[of[g]]);
  return table;
}

/** Why a gemeente is a schuurgemeente: one sentence for each non-congruent region. */
function chafingReasons(data, regions, g) {
  return regions.filter(({ type }) => type === CROSSING).flatMap((region) => {
    const own = fullName(data.indelingen[region.indeling], region.verband);
    const other = fullName(data.indelingen[region.other], region.counterpart);
    if (region.extra.includes(g)) {
      return [`zit in ${own}, maar niet in ${other}, waar die het meest op lijkt`];
    }
    const reverse = `zit in ${other}, maar niet in ${own}, die daar het meest op lijkt`;
    return region.missing.includes(g) ? [reverse] : [];
  });
}

/** What the colour of a gemeente says. */
function typeText(data, state, type, g) {
  if (type === NOT_COMPARED) return "Niet vergeleken: zit niet in beide indelingen.";
  const own = data.indelingen[state.a];
  const count = verbandenOf(own, g).length;
  if (count === 1) return `Deze ${own.enkelvoud} is ${type}.`;
  return `Zit in ${count} ${own.naam}; de kleur is die van de minst passende: ${type}.`;
}

/** The sentences on a gemeente in a pair: its colour, and at most a few times why it chafes. */
export function pairParts(data, state, { all, types }, g) {
  const reasons = chafingReasons(data, all, g);
  const parts = reasons.slice(0, LISTED).map((why) => element("p", `Schuurt: ${why}.`, "schuurt"));
  const left = reasons.length - LISTED;
  if (left > 0) parts.push(element("p", `En nog ${left} keer.`, "schuurt"));
  return [element("p", typeText(data, state, types[g], g)), ...parts];
}

/** What the box at the pointer says of a gemeente. */
export function describeGemeente(data, state, view, g) {
  const [, name, province] = data.gemeenten[g];
  const share = `Territoriale congruentie: ${percentage(data.congruence[g])}.`;
  return [
    element("div", name, "gemeentenaam"),
    element("div", data.provincies[province]),
    verbandenTable(data, state, g),
    ...(state.domains ? [element("p", share)] : pairParts(data, state, view, g)),
  ];
}
