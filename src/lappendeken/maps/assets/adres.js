// The choice in the address of the page, so that a view can be sent. What an address says is only
// ever compared with known names; it is never shown as markup.

import { divisionParts, withDivisionOf } from "./eigenadres.js";
import { addressFinders, afterPlan, earlierOf, namesOf, readSteps, stepsWithData } from "./plan.js";

const [MOVED, FOUNDED] = ["z", "n"];
const OWN_PARTS = "e";
const KNOWN = [OWN_PARTS, "jaar", "a", "b", "p", "g", "r", "ri", "beeld", "grenzen", "zeker", "vorm", "kijk", "lijst", "rang", MOVED, FOUNDED];

/** The steps of the plan in an address; those of the page when it names none. */
function readPlan(data, given) {
  if (!given.has(MOVED) && !given.has(FOUNDED)) return { steps: data.start.plan, unknown: [], refused: [] };
  const named = [...given].filter(([key, value]) => (key === MOVED || key === FOUNDED) && value);
  const steps = named.map(([key, value]) => {
    const [indeling, codes = "", ...rest] = value.split("/");
    const step = { indeling, gemeenten: codes.split(",") };
    return key === MOVED ? { ...step, naar: rest.join("/") } : { ...step, naam: rest.join("/") };
  });
  return readSteps(data, steps, addressFinders(data));
}

/** Put the steps of a plan in an address. */
function writePlan(data, plan, parts) {
  for (const { step, before } of stepsWithData(data, plan)) {
    const { indeling, gemeenten, naar, naam } = namesOf(before, step);
    parts.append(naam === undefined ? MOVED : FOUNDED, `${indeling}/${gemeenten.join(",")}/${naar ?? naam}`);
  }
  // A page that opens with a plan must be told when there is none.
  if (!plan.length && data.start.plan.length) parts.set(MOVED, "");
}

/** Which of two dates an address asks for; null when it names none. */
function readPeriod({ then }, given, unknown) {
  const year = given.get("jaar");
  if (!year) return null;
  if (then && [then.year, then.now].includes(year)) return year === then.year ? "then" : "now";
  unknown.push(year);
  return null;
}

/** The parts of an address that mean nothing here. */
function strangeParts(given) {
  const values = { beeld: ["domeinen", "naast", "paar"], grenzen: ["alle"], zeker: ["bevestigd"], vorm: ["zeshoeken"] };
  return [...given].flatMap(([key, value]) => {
    if (!KNOWN.includes(key)) return [key || value];
    return values[key] && value && !values[key].includes(value) ? [value] : [];
  }).filter(Boolean);
}

/** The parts of an address that hold a division of the reader's own. */
function ownParts(hash) {
  return new URLSearchParams(hash.replace(/^#/, "")).getAll(OWN_PARTS);
}

/** The data with the division that an address holds; the same data as long as that is the same. */
export function sourceReader(data) {
  let [known, found] = ["", data];
  return (hash) => {
    const parts = ownParts(hash);
    if (parts.join("\n") !== known) [known, found] = [parts.join("\n"), withDivisionOf(data, parts)];
    return found;
  };
}

/** What an address names, as far as it is known; `unknown` lists the rest. */
export function readAddress(data, hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const { steps, unknown, refused } = readPlan(data, given);
  unknown.push(...strangeParts(given));
  const period = readPeriod(data, given, unknown);
  const { indelingen } = period === "then" ? earlierOf(data) : afterPlan(data, steps);
  const find = (key, test) => {
    const value = given.get(key);
    if (value === null || value === "") return null;
    const place = test(value);
    if (place < 0) unknown.push(value);
    return place < 0 ? null : place;
  };
  const indeling = (value) => data.indelingen.findIndex(({ id }) => id === value);
  const [a, b] = [find("a", indeling), find("b", indeling)];
  if (a !== null && a === b) unknown.push(`${given.get("b")} naast zichzelf`);
  const pair = completePair(data, a, b);
  const beside = given.get("beeld") === "naast" && data.hexagons !== undefined && data.main.length > 1;
  const domains = beside || (["domeinen", "naast"].includes(given.get("beeld")) && data.main.length > 1);
  const from = find("ri", indeling) ?? pair[0];
  const verband = find("r", (value) => indelingen[from].verbanden.indexOf(value));
  const province = find("p", (value) => data.provincies.indexOf(value));
  return {
    a: pair[0],
    b: pair[1],
    domains,
    beside,
    province: given.has("p") ? province : data.start.province,
    gemeente: find("g", (value) => data.gemeenten.findIndex(([code]) => code === value)),
    region: verband === null ? null : { indeling: from, verband },
    hex: given.get("vorm") === "zeshoeken" && Boolean(data.hexagons),
    consensus: given.get("grenzen") === "alle",
    sure: given.get("zeker") === "bevestigd",
    period,
    plan: steps,
    unknown,
    refused,
  };
}

/** Two different indelingen, whatever is given of them. */
function completePair(data, a, b) {
  const { a: first, b: second } = data.start;
  const own = a ?? (b === first ? second : first);
  const other = b ?? (own === second ? first : second);
  if (own !== other) return [own, other];
  return [own, own === first ? second : first];
}

/** Put the way of looking in an address. */
function writeLook(data, { consensus, hex, sure, period }, parts) {
  if (consensus) parts.set("grenzen", "alle");
  if (hex) parts.set("vorm", "zeshoeken");
  if (sure) parts.set("zeker", "bevestigd");
  if (period) parts.set("jaar", period === "then" ? data.then.year : data.then.now);
}

/** The address of a choice. */
export function writeAddress(data, state) {
  const parts = new URLSearchParams();
  if (state.domains) parts.set("beeld", state.beside ? "naast" : "domeinen");
  parts.set("a", data.indelingen[state.a].id);
  parts.set("b", data.indelingen[state.b].id);
  if (state.province !== null) parts.set("p", data.provincies[state.province]);
  // A page that opens with a province must be told when there is none.
  else if (data.start.province !== null) parts.set("p", "");
  if (state.gemeente !== null) parts.set("g", data.gemeenten[state.gemeente][0]);
  if (state.region) {
    const { indeling, verband } = state.region;
    if (indeling !== state.a) parts.set("ri", data.indelingen[indeling].id);
    const { indelingen } = state.period === "then" ? earlierOf(data) : afterPlan(data, state.plan);
    parts.set("r", indelingen[indeling].verbanden[verband]);
  }
  writeLook(data, state, parts);
  writePlan(data, state.plan, parts);
  for (const part of divisionParts(data)) parts.append(OWN_PARTS, part);
  // Slashes and commas may stand in an address as they are.
  return `#${parts}`.replaceAll("%2F", "/").replaceAll("%2C", ",");
}
