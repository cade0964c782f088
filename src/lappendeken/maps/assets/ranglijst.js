// The league table: every gemeente, region or province with how it fits, sorted and searched.

import { chafingOf, comparedPlaces, regionsInView } from "./gevolgen.js";
import { orderText, readOrder } from "./koppeling.js";
import { emptyTable } from "./lijst.js";
import { CROSSING, congruences, gemeenteScores, mainRegions, meanCongruence, provinceScores, regionsOf } from "./paren.js";
import { thousandthsOf } from "./maatstaven.js";
import { connectSorting } from "./tabel.js";
import { buttonOf, decimals, element, headCell, isInView, percentage, plainText } from "./tekst.js";

const ALIKE = "element_centric_similarity";

/** What is shown of everything that is ranked: how it is known, its name, more of it, its values,
 * and what it opens. */
const row = (key, name, more, values, press) => ({ key, name, more, values, press });

/** A column of a score, and one of a count. */
const scoreColumn = (head, title, show = decimals) => ({ head, title, show });
const countColumn = (head, title) => ({ head, title, show: String });

/** The column of what ranks a pair: how alike the circles of partners are. */
function alikeColumn({ measures }) {
  const { short, label } = measures[ALIKE];
  return scoreColumn(short, `${label}: 1 is steeds dezelfde kring van partners`);
}

const CONGRUENCE = scoreColumn("Congr.", "Territoriale congruentie: 100% is altijd dezelfde partners", percentage);

/** All gemeenten in view. */
function rankedGemeenten({ data, state }, choose) {
  const alike = state.domains ? [] : gemeenteScores(data, state.a, state.b);
  const shown = [...data.gemeenten.keys()].filter((g) => isInView(data, state, g));
  const shares = congruences(data);
  const values = (g) => (state.domains ? [shares[g]] : [alike[g], shares[g]]);
  return {
    columns: state.domains ? [CONGRUENCE] : [alikeColumn(data), CONGRUENCE],
    rows: shown.map((g) => row(`g${g}`, data.gemeenten[g][1], data.provincies[data.gemeenten[g][2]], values(g), () => choose.gemeente(g))),
  };
}

/** All provinces. */
function rankedProvinces({ data, state, go }) {
  const alike = state.domains ? data.provincies.map((_, k) => thousandthsOf(meanCongruence(data, k))) : provinceScores(data, state.a, state.b);
  const counts = (province) => {
    const regions = regionsInView(data, { ...state, province });
    const crossing = regions.filter(({ type, crossed }) => (crossed ? crossed.length > 0 : type === CROSSING));
    if (state.domains) return [crossing.length];
    const { outside, elsewhere } = chafingOf(regions);
    return [crossing.length, [...outside, ...elsewhere].filter((g) => data.gemeenten[g][2] === province).length];
  };
  const columns = [
    state.domains ? CONGRUENCE : alikeColumn(data),
    countColumn("Snijdt", "Aantal doorsnijdende regio's met een gemeente in de provincie"),
    ...(state.domains ? [] : [countColumn("Schuurt", "Aantal schuurgemeenten in de provincie")]),
  ];
  return { columns, rows: data.provincies.map((name, k) => row(`p${k}`, name, "", [alike[k], ...counts(k)], () => go({ province: k, region: null, gemeente: null }))) };
}

/** All regions in view, of every indeling that is compared. */
function rankedRegions({ data, state, go }, choose) {
  const seen = ({ members }) => members.some((g) => isInView(data, state, g));
  const [a, b] = comparedPlaces(data, state);
  const regions = (state.domains ? mainRegions(data) : [...regionsOf(data, a, b), ...regionsOf(data, b, a)]).filter(seen);
  const alike = ({ shared, together }) => Math.round((1000 * shared) / together);
  // Those of the other indeling can be seen when that one is coloured.
  const turn = ({ indeling, verband }) => go({ a: b, b: a, region: { indeling, verband }, gemeente: null });
  const press = (r) => (state.domains || r.indeling === a ? choose.region(r) : turn(r));
  const more = (r) => `${data.indelingen[r.indeling].enkelvoud}${state.domains ? "" : `, ${r.type}`}`;
  const values = (r) => (state.domains ? [r.crossed.length, r.members.length] : [alike(r), r.extra.length + r.missing.length]);
  const columns = state.domains
    ? [countColumn("Snijdt", "Door hoeveel andere indelingen"), countColumn("Gem.", "Aantal gemeenten")]
    : [scoreColumn("In beide", "Welk deel van de gemeenten van regio en tegenhanger in beide zit"), countColumn("Schuurt", "Aantal schuurgemeenten")];
  return { columns, rows: regions.map((r) => row(`r${r.indeling}.${r.verband}`, data.indelingen[r.indeling].verbanden[r.verband], more(r), values(r), () => press(r))) };
}

const KINDS = { gemeenten: rankedGemeenten, regios: rankedRegions, provincies: rankedProvinces };
const HEADS = { gemeenten: "Gemeente", regios: "Regio", provincies: "Provincie" };

/** How everything that is chosen is known in the table. */
function chosenKeys({ gemeente, province, region }) {
  return [`g${gemeente}`, `p${province}`, region ? `r${region.indeling}.${region.verband}` : ""];
}

/** Mark the rows of what is chosen. */
function markChosen(table, state) {
  const keys = chosenKeys(state);
  for (const button of table?.querySelectorAll("[data-rang]") ?? []) {
    button.setAttribute("aria-pressed", String(keys.includes(button.dataset.rang)));
  }
}

/** One row of the table. */
function rankedRow({ key, name, more, values, press }, columns) {
  const head = headCell("row");
  const button = buttonOf("", press);
  button.dataset.rang = key;
  button.append(element("span", name, "naam"));
  if (more) button.append(element("span", more, "tegen"));
  head.append(button);
  const body = document.createElement("tbody");
  body.insertRow().append(head, ...values.map((value, k) => {
    const cell = element("td", value === null ? "–" : columns[k].show(value), "getal");
    cell.dataset.orde = value ?? "";
    return cell;
  }));
  return body;
}

/** Leave the rows of a table that hold a text, and say how many. */
function filterRows(table, wanted, status) {
  const bodies = [...table.tBodies];
  for (const body of bodies) body.hidden = !plainText(body.textContent).includes(wanted);
  status.textContent = wanted ? `${bodies.filter((body) => !body.hidden).length} van de ${bodies.length}` : "";
}

/** Let the reader rank gemeenten, regions and provinces; the table is made when it is looked at. */
export function connectRanking({ page, choose }) {
  const part = document.getElementById("rang");
  const [place, search, status] = ["rang-lijst", "rang-zoek", "rang-aantal"].map((id) => document.getElementById(id));
  const orders = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, { column: 1, down: true }]));
  let [kind, shown] = ["gemeenten", null];
  const filter = () => {
    const table = place.querySelector("table");
    if (table) filterRows(table, plainText(search.value), status);
  };
  const fill = () => {
    if (!part.open || !page.data) return;
    make();
    markChosen(place.querySelector("table"), page.state);
  };
  const make = () => {
    // Who presses a row keeps it under the finger: a table that stays the same is left as it is.
    const { a, b, domains, province, sure, period } = page.state;
    const now = [page.data, kind, ...[a, b, domains, sure, period].map(String), kind === "provincies" ? "" : String(province)];
    if (shown?.every((one, k) => one === now[k])) return;
    shown = now;
    const { columns, rows } = KINDS[kind](page, choose);
    const heads = [{ head: HEADS[kind] }, ...columns.map((one) => ({ ...one, order: true }))];
    const table = emptyTable(heads, "Ranglijst; kies er een om die op de kaart te zien");
    table.append(...rows.map((one) => rankedRow(one, columns)));
    // Three domains have fewer columns than a pair.
    if (orders[kind].column >= heads.length) orders[kind] = { column: 1, down: true };
    place.replaceChildren(table);
    connectSorting(table, orders[kind])();
    filter();
  };
  for (const input of part.querySelectorAll('input[name="rang"]')) {
    input.addEventListener("change", () => {
      kind = input.value;
      fill();
    });
  }
  page.looks.push({
    key: "rang",
    write: () => (part.open ? [kind, orderText(orders[kind]), search.value].join("/") : ""),
    read: (text) => {
      const [named, given = "", ...wanted] = text.split("/");
      const order = readOrder(given, 4);
      if (!order || !Object.hasOwn(KINDS, named)) return false;
      [kind, orders[named], search.value, part.open] = [named, order, wanted.join("/"), true];
      part.querySelector(`[value="${named}"]`).checked = true;
      shown = null;
      return true;
    },
  });
  search.addEventListener("input", filter);
  part.addEventListener("toggle", fill);
  return { fill };
}
