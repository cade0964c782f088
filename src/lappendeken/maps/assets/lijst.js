// The list of regions in the panel, and what is said of the one that is chosen.

import { unsureText } from "./beschrijving.js";
import { shortName } from "./gemeente.js";
import { orderText, readOrder } from "./koppeling.js";
import { swatch } from "./legenda.js";
import { COMPOSED, CROSSING, EQUAL, NESTED, partsOf, UNKNOWN, verbandenOf } from "./paren.js";
import { connectSorting } from "./tabel.js";
import { whyParts } from "./uitleg.js";
import { buttonOf, capital, compareNames, element, fullName, headCell, listing } from "./tekst.js";

const FITS = { [CROSSING]: "snijdt door een andere", [NESTED]: "past overal", [EQUAL]: "overal gelijk" };

const LISTABLE = [EQUAL, NESTED, COMPOSED, UNKNOWN, CROSSING];

/** What the lists hold and how they are sorted, kept while the rest of the page changes. */
export function newLists() {
  const fresh = () => ({ chosen: new Set([CROSSING]), order: { column: 2, down: false } });
  return { pair: fresh(), domains: fresh(), pressed: "", changed: false };
}

/** The list of what the map shows. */
function listOf(state, lists) {
  return state.domains ? lists.domains : lists.pair;
}

/** What the list in view holds and its order, as a link takes them along. */
export function listLook(lists) {
  return {
    key: "lijst",
    write: (state) => {
      const { chosen, order } = listOf(state, lists);
      return [orderText(order), ...chosen].join("/");
    },
    read: (text, state) => {
      const [given, ...kinds] = text.split("/");
      const order = readOrder(given, state.domains ? 3 : 4);
      if (!order || !kinds.every((kind) => LISTABLE.includes(kind))) return false;
      Object.assign(listOf(state, lists), { order, chosen: new Set(kinds) });
      lists.changed = true;
      return true;
    },
  };
}

/** What tells a region from all others; empty for none. */
function regionKey(region) {
  return region ? `${region.indeling}.${region.verband}` : "";
}

/** The name of a region. */
function regionName(data, { indeling, verband }) {
  return data.indelingen[indeling].verbanden[verband];
}

/** The button in the list that shows a region on the map. */
function regionButton(data, region, detail, { choose, lists }) {
  const button = buttonOf("", () => choose(region));
  button.dataset.regio = regionKey(region);
  button.setAttribute("aria-pressed", String(button.dataset.regio === lists.pressed));
  button.append(element("span", regionName(data, region), "naam"), element("span", detail, "tegen"));
  return button;
}

/** How a region fits, in a few words. */
function fitText(data, region) {
  const other = data.indelingen[region.other].verbanden[region.counterpart];
  const texts = {
    [EQUAL]: () => `= ${other}${unsureText(data, region, [region.indeling, region.other])}`,
    [NESTED]: () => `binnen ${other}`,
    [COMPOSED]: () => `bestaat uit ${listing(partsOf(data, region))}`,
    [UNKNOWN]: () => `voor een deel bij ${listing(partsOf(data, region))}; van de rest is dat niet bekend`,
  };
  return (texts[region.type] ?? (() => `lijkt het meest op ${other}`))();
}

/** The columns of the list of a pair; `order` is the number that a cell is sorted by. */
function pairColumns(data, use) {
  const chafing = ({ extra, missing }) => extra.length + missing.length;
  return [
    { head: "Regio", cell: (r) => regionButton(data, r, fitText(data, r), use) },
    { head: "Gem.", title: "Aantal gemeenten", cell: (r) => r.members.length, order: (r) => r.members.length },
    {
      head: "In beide",
      title: "Welk deel van de gemeenten van regio en tegenhanger in beide zit",
      cell: ({ shared, together }) => `${shared} van ${together}`,
      order: ({ shared, together }) => shared / together,
    },
    { head: "Schuurt", title: "Aantal schuurgemeenten", cell: chafing, order: chafing },
  ];
}

/** The columns of the list of the main indelingen. */
function domainsColumns(data, use) {
  const crosses = ({ crossed, equal }) => {
    if (equal) return "overal gelijk";
    return crossed.length ? crossed.map(({ other }) => shortName(data, other)).join(", ") : "geen";
  };
  const kindText = (region) => {
    const { enkelvoud } = data.indelingen[region.indeling];
    return region.equal ? enkelvoud + unsureText(data, region, data.main) : enkelvoud;
  };
  return [
    { head: "Regio", cell: (r) => regionButton(data, r, kindText(r), use) },
    { head: "Gem.", title: "Aantal gemeenten", cell: (r) => r.members.length, order: (r) => r.members.length },
    { head: "Snijdt door", title: "Door welke andere indelingen", words: true, cell: crosses, order: (r) => -r.crossed.length },
  ];
}

/** An empty table with these columns. */
export function emptyTable(columns, caption) {
  const table = element("table", "", "lijst");
  table.append(element("caption", caption, "alleen-voorlezen"));
  const heads = columns.map(({ head, title = "", order, words }) => {
    const cell = headCell("col", head, order && !words ? "getal" : "");
    cell.title = title;
    return cell;
  });
  table.createTHead().insertRow().append(...heads);
  return table;
}

/** One region in the table; the names of who chafe follow, for those who see them. */
function regionRows(data, columns, region) {
  const [{ cell: nameOf }, ...others] = columns;
  const name = headCell("row");
  name.append(nameOf(region));
  const cells = others.map(({ cell, order, words }) => {
    const made = element("td", String(cell(region)), words ? "" : "getal");
    made.dataset.orde = order(region);
    return made;
  });
  const body = document.createElement("tbody");
  body.insertRow().append(name, ...cells);
  if (region.type === CROSSING && !region.crossed) {
    const row = body.insertRow();
    row.className = "namen";
    const place = row.insertCell();
    place.colSpan = columns.length;
    place.append(chafingNames(data, region));
  }
  return body;
}

/** The kinds of region that the list tells apart; colours are only on the map of a pair. */
function kindsOf(data, { domains }) {
  const fits = ({ crossed, equal }) => (crossed.length ? CROSSING : equal ? EQUAL : NESTED);
  const types = Object.fromEntries(Object.keys(data.meanings).map((kind) => [kind, kind]));
  return domains
    ? { names: FITS, kindOf: fits, colours: false }
    : { names: types, kindOf: ({ type }) => type, colours: true };
}

/** The boxes that choose which kinds the list holds, with their counts. */
function kindBoxes({ names, kindOf, colours }, regions, chosen, change) {
  const group = element("fieldset", "", "soorten");
  group.append(element("legend", "In de lijst"));
  for (const [kind, name] of Object.entries(names)) {
    const count = regions.filter((region) => kindOf(region) === kind).length;
    if (!count) continue;
    const label = element("label");
    const box = element("input");
    box.type = "checkbox";
    box.checked = chosen.has(kind);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(kind);
      else chosen.delete(kind);
      change();
    });
    label.append(box, ...(colours ? [swatch(`vlak-${kind}`)] : []));
    label.append(element("span", name), element("span", String(count), "aantal"));
    group.append(label);
  }
  return group;
}

/** The list of regions with its boxes. */
export function regionList(data, state, regions, lists, choose) {
  const { chosen, order } = listOf(state, lists);
  const kinds = kindsOf(data, state);
  const columns = (state.domains ? domainsColumns : pairColumns)(data, { choose, lists });
  const table = emptyTable(columns, "Regio's; kies er een om haar op de kaart te zien");
  const sort = connectSorting(table, order);
  const none = element("p", "Geen regio van deze soort.", "uitleg");
  const change = () => {
    const shown = regions.filter((region) => chosen.has(kinds.kindOf(region)));
    for (const body of [...table.tBodies]) body.remove();
    table.append(...shown.map((region) => regionRows(data, columns, region)));
    sort();
    none.hidden = shown.length > 0;
    table.hidden = !shown.length;
  };
  const boxes = kindBoxes(kinds, regions, chosen, change);
  change();
  return [boxes, table, none];
}

/** Let the list hold the kind of a region; whether it must be made anew. */
export function listRegion(data, state, region, lists) {
  const { chosen } = listOf(state, lists);
  const kind = region && kindsOf(data, state).kindOf(region);
  const anew = lists.changed || Boolean(region && !chosen.has(kind));
  if (region) chosen.add(kind);
  lists.changed = false;
  return anew;
}

/** Mark the button of the chosen region in the list. */
export function markRegion(lists, region) {
  lists.pressed = regionKey(region);
  for (const button of document.getElementById("lijst").querySelectorAll("[data-regio]")) {
    button.setAttribute("aria-pressed", String(button.dataset.regio === lists.pressed));
  }
}

/** A heading with the gemeenten it is about. */
function named(data, head, gemeenten) {
  if (!gemeenten.length) return [];
  const names = gemeenten.map((g) => data.gemeenten[g][1]).sort(compareNames);
  return [element("dt", `${head} (${gemeenten.length})`), element("dd", listing(names))];
}

/** Who is in only one of a region and its counterpart. */
function chafingNames(data, region) {
  const own = fullName(data.indelingen[region.indeling], region.verband);
  const other = fullName(data.indelingen[region.other], region.counterpart);
  const list = element("dl");
  list.append(...named(data, `alleen in ${own}`, region.extra));
  list.append(...named(data, `alleen in ${other}`, region.missing));
  return list;
}

/** The gemeenten of a region, also those that are not compared. */
function everyoneIn(data, { indeling, verband }) {
  return data.gemeenten.flatMap((_, g) => (verbandenOf(data.indelingen[indeling], g).includes(verband) ? [g] : []));
}

/** Bring the focus back to the region in the list; whether it is there. */
export function focusRegion(region) {
  const button = [...document.getElementById("lijst").querySelectorAll("[data-regio]")].find(({ dataset }) => dataset.regio === regionKey(region));
  button?.focus();
  return button !== undefined;
}

/** Fill the part of the panel on the chosen region: who is in it, and who makes it chafe. */
export function showChosen(data, state, region, { whatIf, take }) {
  const section = document.getElementById("keuze");
  section.hidden = !region;
  section.replaceChildren();
  if (!region) return;
  const head = element("h2", capital(fullName(data.indelingen[region.indeling], region.verband)));
  head.id = "keuze-kop";
  head.tabIndex = -1;
  section.append(head, ...whyParts(data, region, take));
  const list = element("dl");
  if (state.domains) {
    list.append(...named(data, "gemeenten", region.members));
  } else {
    const other = fullName(data.indelingen[region.other], region.counterpart);
    const both = region.members.filter((g) => region.theirs.includes(g));
    list.append(...named(data, `ook in ${other}`, both), ...chafingNames(data, region).children);
  }
  section.append(list, buttonOf("Wat als deze regio ergens anders bij hoort?", () => whatIf(everyoneIn(data, region))));
}
