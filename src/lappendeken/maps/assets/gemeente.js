// The part of the panel on one gemeente: its verbanden, and its partners in every indeling shown.

import { pairParts, shownIndelingen, verbandenTable } from "./beschrijving.js";
import { congruences, partnersOf, verbandenOf } from "./paren.js";
import { buttonOf, compareNames, element, headCell, listing, percentage } from "./tekst.js";
import { gemeentePlace } from "./uitleg.js";

/** The partners of a gemeente, and in which of the indelingen each is one. */
function partnerRows(data, places, g) {
  const sets = places.map((k) => new Set(partnersOf(data.indelingen[k], g)));
  const everyone = [...new Set(sets.flatMap((set) => [...set]))];
  const rows = everyone.map((partner) => {
    const shared = sets.map((set) => set.has(partner));
    return { partner, shared, count: shared.filter(Boolean).length };
  });
  const name = ({ partner }) => data.gemeenten[partner][1];
  return rows.sort((x, y) => y.count - x.count || compareNames(name(x), name(y)));
}

/** The shortest name of an indeling that says enough: its domain when it stands for one. */
export function shortName(data, k) {
  const { enkelvoud, domein } = data.indelingen[k];
  if (!data.main.includes(k)) return enkelvoud;
  return domein === domein.toUpperCase() ? domein : domein.toLowerCase();
}

/** What makes a partner an odd one out: where it is the only time one, or the only time not. */
function oddText(data, places, { shared, count }) {
  const only = (test) => places.filter((_, k) => shared[k] === test);
  if (count === places.length) return "";
  if (count === 1) return `alleen ${shortName(data, only(true)[0])}`;
  if (count === places.length - 1) return `niet bij ${shortName(data, only(false)[0])}`;
  return `${count} van de ${places.length}`;
}

/** What a cell of the matrix holds that is the odd one out in its row; null when none is. */
function oddCell(total, count) {
  if (count === total) return null;
  if (count === 1) return true;
  return count === total - 1 ? false : null;
}

/** The matrix of partners and indelingen. */
function partnerMatrix(data, places, rows, choose) {
  const table = element("table", "", "partners");
  table.append(element("caption", "Partners per indeling", "alleen-voorlezen"));
  const head = table.createTHead().insertRow();
  head.append(headCell("col", "Partner"));
  head.append(...places.map((k) => headCell("col", shortName(data, k))));
  table.createTBody().append(...rows.map((row) => partnerRow(data, places, row, choose)));
  return table;
}

/** One partner in the matrix. */
function partnerRow(data, places, row, choose) {
  const made = element("tr", "", row.count === places.length ? "overal" : "wisselt");
  const name = headCell("row");
  name.append(buttonOf(data.gemeenten[row.partner][1], () => choose(row.partner)));
  name.append(element("small", oddText(data, places, row)));
  made.append(name);
  const odd = oddCell(places.length, row.count);
  for (const yes of row.shared) {
    const cell = element("td", yes ? "●" : "–", yes ? "wel" : "niet");
    cell.classList.toggle("vreemd", yes === odd);
    cell.setAttribute("aria-label", yes ? "partner" : "geen partner");
    made.append(cell);
  }
  return made;
}

/** How constant the partners of a gemeente are. */
function partnersText(data, places, rows, g) {
  const name = data.gemeenten[g][1];
  const few = ["geen indeling", "deze indeling", "beide indelingen"][places.length] ?? `deze ${places.length} indelingen`;
  if (!rows.length) return `${name} heeft in ${few} geen partners.`;
  const always = rows.filter(({ count }) => count === places.length).length;
  const number = rows.length === 1 ? "1 gemeente" : `${rows.length} gemeenten`;
  const constant = always > 1 ? `${always} daarvan zijn` : `${always || "geen"} daarvan is`;
  return `${name} werkt in ${few} samen met ${number}; ${constant} overal partner.`;
}

/** The names of the main indelingen in a row, as running text. */
export function mainNames(data) {
  return listing(data.main.map((k) => data.indelingen[k].naam));
}

/** Fill the part of the panel on one gemeente. */
export function showGemeente(data, state, view, choose) {
  const section = document.getElementById("gemeente");
  section.hidden = state.gemeente === null;
  if (section.hidden) return;
  const g = state.gemeente;
  const [, name, province] = data.gemeenten[g];
  const places = shownIndelingen(data, state).filter((k) => verbandenOf(data.indelingen[k], g).length);
  const rows = partnerRows(data, places, g);
  const head = element("h2", name);
  head.id = "gemeente-kop";
  head.tabIndex = -1;
  const parts = [head, element("p", data.provincies[province], "uitleg")];
  parts.push(verbandenTable(data, state, g));
  if (!state.domains) parts.push(...pairParts(data, state, view, g));
  parts.push(element("p", partnersText(data, places, rows, g)));
  const share = congruences(data)[g];
  if (share !== null && data.main.length > 1) {
    const what = `Territoriale congruentie over ${mainNames(data)}`;
    parts.push(element("p", `${what}: ${percentage(share)}${gemeentePlace(data, g)}.`));
  }
  if (choose.whatIf) parts.push(buttonOf(`Wat als ${name} ergens anders bij hoort?`, () => choose.whatIf([])));
  if (rows.length) parts.push(partnerMatrix(data, places, rows, choose.gemeente));
  section.querySelector(".gemeente-inhoud").replaceChildren(...parts);
}
