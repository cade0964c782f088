// A division of the reader's own: read from a table with a gemeente and a region in each row, and
// put beside the indelingen of the page. Names that are unknown are listed, never guessed.

import { fileFinders } from "./planbestand.js";
import { capital, listing, plainText } from "./tekst.js";

const GEMEENTE = /^(gemeente|gemeenten|gemeentecode|gemeente code|gm code|gmcode|gemeentenaam|gemeente naam|naam gemeente)$/;
const REGION = /regio|verband|indeling|samenwerking|district|kring/;
const HEAD_WITHIN = 12;
const [NAMED, DOUBLE] = [200, 5];

/** A function that finds a gemeente by its code, also without zeros, or by its name. */
function gemeenteFinder(data) {
  const find = fileFinders(data).gemeente;
  const codes = new Map(data.gemeenten.map(([code], g) => [code, g]));
  return (text) => {
    const [, digits] = /^(?:GM)?0*(\d{1,4})$/i.exec(text) ?? [];
    return digits ? (codes.get(`GM${digits.padStart(4, "0")}`) ?? -1) : find(text);
  };
}

/** The row with the heads of the columns; -1 when there is none. */
function headRow(rows) {
  return rows.slice(0, HEAD_WITHIN).findIndex((row) => {
    const heads = row.map(plainText);
    return heads.some((head) => GEMEENTE.test(head)) || (row.length > 1 && heads.every((head) => head === "code" || REGION.test(head)));
  });
}

/** The column that holds most different gemeenten; one that is called so goes first. */
function gemeenteColumn(rows, heads, find) {
  const different = (column) => new Set(rows.map((row) => find(row[column] ?? "")).filter((g) => g >= 0)).size;
  const width = Math.max(...rows.map((row) => row.length));
  const rated = Array.from({ length: width }, (_, column) => [GEMEENTE.test(heads[column] ?? ""), different(column), column]);
  const known = rated.filter(([, count]) => count);
  known.sort(([called, count, x], [also, other, y]) => also - called || other - count || x - y);
  return known.length ? known[0][2] : -1;
}

/** The column that holds the regions: the other of two, or the one that is called so; -1 for none. */
function regionColumn(width, heads, gemeenten) {
  const others = Array.from({ length: width }, (_, column) => column).filter((column) => column !== gemeenten);
  if (others.length === 1) return others[0];
  const called = others.filter((column) => REGION.test(heads[column] ?? "") && !GEMEENTE.test(heads[column]));
  const named = called.filter((column) => !/code$/.test(heads[column]));
  const [found, more] = named.length ? named : called;
  return found === undefined || more !== undefined ? -1 : found;
}

/** The pairs of a gemeente and a region in a table; throws a sentence when it cannot tell them. */
function rowPairs(rows, name, find) {
  if (!rows.length) throw new Error(`${capital(name)} is leeg.`);
  const width = Math.max(...rows.map((row) => row.length));
  if (width < 2) throw new Error(`${capital(name)} heeft één kolom; nodig zijn er twee: gemeente en regio.`);
  const head = headRow(rows);
  const heads = head < 0 ? [] : rows[head].map(plainText);
  const body = rows.slice(head + 1);
  const gemeenten = body.length ? gemeenteColumn(body, heads, find) : -1;
  if (gemeenten < 0) throw new Error(`In ${name} staat geen enkele gemeente van deze kaart; nodig zijn twee kolommen: gemeente en regio.`);
  const regions = regionColumn(width, heads, gemeenten);
  if (regions < 0) throw new Error(`${capital(name)} heeft ${width} kolommen, en niet één daarvan heet regio. Laat twee kolommen staan: gemeente en regio.`);
  return body.map((row) => [row[gemeenten] ?? "", row[regions] ?? ""]).filter(([text]) => text);
}

/** The gemeenten that a table puts in two regions, told in a sentence. */
function refuseOverlap(data, twice, name) {
  if (!twice.size) return;
  const told = [...twice].slice(0, DOUBLE).map(([g, regions]) => `${data.gemeenten[g][1]} (${listing([...regions])})`);
  const more = twice.size > DOUBLE ? ` en nog ${twice.size - DOUBLE}` : "";
  throw new Error(`${capital(name)} zet gemeenten in meer dan één regio, en zo'n indeling vergelijkt deze pagina niet: ${told.join(", ")}${more}.`);
}

/** The regions of a table by name, with their gemeenten, and the names that mean no gemeente. */
export function readDivision(data, rows, name) {
  const find = gemeenteFinder(data);
  const [regions, owner, unknown, twice] = [new Map(), new Map(), new Set(), new Map()];
  for (const [text, region] of rowPairs(rows, name, find)) {
    const g = find(text);
    if (g < 0) unknown.add(text);
    if (g < 0 || !region) continue;
    const before = owner.get(g);
    if (before !== undefined && before !== region) {
      if (!twice.has(g)) twice.set(g, new Set([before]));
      twice.get(g).add(region);
    }
    owner.set(g, region);
  }
  refuseOverlap(data, twice, name);
  if (!owner.size) throw new Error(`In ${name} staat bij geen enkele gemeente een regio.`);
  for (const [g, region] of owner) regions.set(region, [...(regions.get(region) ?? []), g]);
  return { regions, unknown: [...unknown] };
}

/** What became of the rows of a table, in sentences. */
export function divisionText(data, { regions, unknown }, name) {
  const count = [...regions.values()].flat().length;
  const left = data.gemeenten.length - count;
  const told = [`${capital(name)}: ${count} ${count === 1 ? "gemeente" : "gemeenten"} in ${regions.size} ${regions.size === 1 ? "regio" : "regio's"}.`];
  if (left) told.push(`${left === 1 ? "1 gemeente staat" : `${left} gemeenten staan`} er niet in met een regio, en ${left === 1 ? "telt" : "tellen"} niet mee.`);
  if (unknown.length) {
    const more = unknown.length > NAMED ? ` en nog ${unknown.length - NAMED}` : "";
    told.push(`Niet herkend (${unknown.length}), en weggelaten: ${unknown.slice(0, NAMED).join(", ")}${more}. Zijn dat gemeenten van een ander jaar?`);
  }
  return told.join(" ");
}
