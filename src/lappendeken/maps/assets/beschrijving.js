// What is said of one gemeente: its verbanden, its colour, and why it chafes.

import { CROSSING, congruences, NOT_COMPARED, verbandenOf } from "./paren.js";
import { movedIn } from "./plan.js";
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

/** How sure a gemeente is of its verband, and of when; that a plan moved it; empty when a source says so. */
function doubtText(data, k, g) {
  if (movedIn(data, [k]).includes(g)) return ` (plan; nu ${verbandenText(data.base.indelingen[k], g)})`;
  const { doubt, doubts } = (data.whole ?? data).indelingen[k];
  const left = data.whole && !verbandenOf(data.indelingen[k], g).length ? "weggelaten: " : "";
  return g in doubt ? ` (${left}${doubts[doubt[g]][1]})` : "";
}

/** The gemeenten that no source confirms in what is compared, by the least that is known of them. */
export function unconfirmed(data, state) {
  const places = state.domains ? data.main : [state.a, state.b];
  const kinds = Object.keys(data.certainty);
  const found = Object.fromEntries(kinds.map((kind) => [kind, []]));
  data.gemeenten.forEach((_, g) => {
    const own = places.flatMap((k) => {
      const { doubt, doubts } = data.indelingen[k];
      return g in doubt ? [doubts[doubt[g]][0]] : [];
    });
    const least = kinds.find((kind) => own.includes(kind));
    if (least) found[least].push(g);
  });
  return found;
}

/** How many gemeenten of a region no source confirms, as the end of a phrase. */
export function unsureText(data, { members }, places) {
  const count = members.filter((g) => places.some((k) => g in data.indelingen[k].doubt)).length;
  if (!count) return "";
  return `; ${count === 1 ? "1 gemeente is" : `${count} gemeenten zijn`} afgeleid of voortgezet`;
}

/** A text in which an address of the web may break after a point, and nowhere else. */
function breakable(text) {
  return text.split(/(?<=\w\.)(?=\w)/).flatMap((part, k) => (k ? [element("wbr"), part] : [part]));
}

/** The table with the verbanden of a gemeente in every indeling shown. */
export function verbandenTable(data, state, g) {
  const table = element("table", "", "verbanden");
  table.append(element("caption", "Verbanden", "alleen-voorlezen"));
  const add = (kind, text, doubt = "", className = "") => {
    const row = element("tr", "", className);
    const cell = element("td", text);
    if (doubt) {
      const more = element("small");
      more.append(...breakable(doubt));
      cell.append(more);
    }
    row.append(headCell("row", capital(kind)), cell);
    table.append(row);
  };
  for (const k of shownIndelingen(data, state)) {
    const indeling = data.indelingen[k];
    const compared = !state.domains && (k === state.a || k === state.b);
    const known = data.whole && !verbandenOf(indeling, g).length ? data.whole.indelingen[k] : indeling;
    add(indeling.enkelvoud, verbandenText(known, g), doubtText(data, k, g), compared ? "vergeleken" : "");
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
  const share = `Territoriale congruentie: ${percentage(congruences(data)[g])}.`;
  return [
    element("div", name, "gemeentenaam"),
    element("div", data.provincies[province]),
    verbandenTable(data, state, g),
    ...(state.domains ? [element("p", share)] : pairParts(data, state, view, g)),
  ];
}
