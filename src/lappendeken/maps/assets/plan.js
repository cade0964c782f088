// A plan: gemeenten that go to another region, and the indelingen as they are when that is done.

import { remembered, rememberedOf } from "./onthoud.js";
import { overlaps, verbandenOf } from "./paren.js";
import { plainText } from "./tekst.js";

/** What a plan calls a verband: its name, or its identifier where the name will not do. */
export function keyOf({ keys, verbanden }, verband) {
  return keys[verband] ?? verbanden[verband];
}

/** The place of the verband that a plan calls so; -1 for none or more than one. */
function findVerband(indeling, text) {
  const exact = indeling.verbanden.findIndex((_, verband) => keyOf(indeling, verband) === text);
  if (exact >= 0) return exact;
  const wanted = plainText(text);
  const alike = indeling.verbanden.flatMap((name, verband) => (plainText(name) === wanted ? [verband] : []));
  return alike.length === 1 ? alike[0] : -1;
}

/** How many gemeenten every verband has. */
export const sizesOf = remembered((data, k) => {
  const sizes = data.indelingen[k].verbanden.map(() => 0);
  data.gemeenten.forEach((_, g) => {
    for (const verband of verbandenOf(data.indelingen[k], g)) sizes[verband] += 1;
  });
  return sizes;
});

/** An indeling in which some gemeenten are in one verband, which may be new, and nowhere else. */
function moved(indeling, { gemeenten, to, naam }) {
  const members = indeling.members.slice();
  for (const g of gemeenten) members[g] = to;
  const verbanden = naam === undefined ? indeling.verbanden : [...indeling.verbanden, naam];
  // What no source confirms is where they were.
  const doubt = Object.fromEntries(Object.entries(indeling.doubt).filter(([g]) => !gemeenten.includes(Number(g))));
  return { ...indeling, members, verbanden, doubt };
}

/** Data on which one step is carried out. */
export function carriedOut(data, step) {
  const indelingen = data.indelingen.slice();
  indelingen[step.k] = moved(indelingen[step.k], step);
  return { ...data, indelingen };
}

/** How a new region begins: with those who leave a region that keeps someone; null when it cannot. */
export function beginOfNew(data, k, gemeenten) {
  const indeling = data.indelingen[k];
  const sizes = sizesOf(data, k);
  const leaving = (verband) => gemeenten.filter((g) => verbandenOf(indeling, g)[0] === verband);
  const left = gemeenten.flatMap((g) => verbandenOf(indeling, g));
  const from = left.find((verband) => leaving(verband).length < sizes[verband]);
  if (from === undefined) return null;
  return { from, own: leaving(from), others: gemeenten.filter((g) => verbandenOf(indeling, g)[0] !== from) };
}

/** Why a step cannot be taken, in a sentence; empty when it can. */
export function refusal(data, { k, gemeenten, to, naam }) {
  const indeling = data.indelingen[k];
  if (overlaps(data, k)) return `${indeling.naam} overlappen: een plan verplaatst daarin geen gemeenten.`;
  if (!gemeenten.length) return "Er is geen gemeente gekozen.";
  if (naam !== undefined) {
    if (!/^[\p{L}\p{N}][^\r\n]*$/u.test(naam)) return "Geef de nieuwe regio een naam die met een letter of cijfer begint.";
    if (indeling.verbanden.some((name) => plainText(name) === plainText(naam))) return `Er is al een ${indeling.enkelvoud} ${naam}.`;
    if (!beginOfNew(data, k, gemeenten)) return "Een nieuwe regio begint met een deel van een regio; dit zijn hele regio's.";
    return "";
  }
  const inside = gemeenten.filter((g) => verbandenOf(indeling, g).includes(to));
  if (inside.length) return `${data.gemeenten[inside[0]][1]} zit al in ${indeling.enkelvoud} ${indeling.verbanden[to]}.`;
  if (!sizesOf(data, k)[to]) return `${indeling.enkelvoud} ${indeling.verbanden[to]} heeft geen gemeenten meer.`;
  return "";
}

/** A step by the names that an address or a file gives, on the data as they are then. */
function readStep(data, { indeling, gemeenten, van, naar, naam }, finders) {
  const unknown = [];
  const k = finders.indeling(indeling);
  if (k < 0) return { unknown: [indeling] };
  const places = gemeenten.map((text) => [text, finders.gemeente(text)]);
  unknown.push(...places.filter(([, g]) => g < 0).map(([text]) => text));
  const to = naam === undefined ? findVerband(data.indelingen[k], naar) : data.indelingen[k].verbanden.length;
  if (to < 0) unknown.push(naar);
  const left = van ? findVerband(data.indelingen[k], van) : null;
  if (left !== null && !places.every(([, g]) => g < 0 || verbandenOf(data.indelingen[k], g).includes(left))) unknown.push(van);
  const step = { k, gemeenten: [...new Set(places.map(([, g]) => g))], to };
  return { step: naam === undefined ? step : { ...step, naam }, unknown };
}

/** The steps that names mean, one after another; `unknown` and `refused` tell what cannot be. */
export function readSteps(data, given, finders) {
  const found = { steps: [], unknown: [], refused: [] };
  let now = data;
  for (const one of given) {
    const { step, unknown } = readStep(now, one, finders);
    found.unknown.push(...unknown);
    if (unknown.length) continue;
    const why = refusal(now, step);
    if (why) {
      found.refused.push(why);
      continue;
    }
    found.steps.push(step);
    now = carriedOut(now, step);
  }
  return found;
}

/** How an address finds what a plan names: by identifiers alone. */
export function addressFinders(data) {
  return {
    indeling: (text) => data.indelingen.findIndex(({ id }) => id === text),
    gemeente: (text) => data.gemeenten.findIndex(([code]) => code === text),
  };
}

/** The names of a step, as an address or a file gives them; `now` is what it is done on. */
export function namesOf(now, { k, gemeenten, to, naam }) {
  const indeling = now.indelingen[k];
  const codes = gemeenten.map((g) => now.gemeenten[g][0]);
  const step = { indeling: indeling.id, gemeenten: codes };
  return naam === undefined ? { ...step, naar: keyOf(indeling, to) } : { ...step, naam };
}

/** Every step with the data on which it is done. */
export function stepsWithData(data, steps) {
  let now = data;
  return steps.map((step) => {
    const before = now;
    now = carriedOut(now, step);
    return { step, before };
  });
}

/** The data after a plan. */
export function afterPlan(data, steps) {
  return steps.reduce(carriedOut, data);
}

/** The data without the deelnames in partitions that no source confirms; `whole` are all. */
const confirmedOnly = (data) => ({
  ...data,
  whole: data,
  indelingen: data.indelingen.map((one, k) => {
    if (overlaps(data, k) || !Object.keys(one.doubt).length) return one;
    const left = Object.keys(one.doubt).map(Number);
    return { ...one, left, members: one.members.map((own, g) => (g in one.doubt ? [] : own)), doubt: {} };
  }),
});

/** The data of the earlier date, on the gemeenten of now. */
export const earlierOf = rememberedOf((data) => ({
  ...data,
  past: true,
  indelingen: data.indelingen.map((one, k) => ({ ...one, ...data.then.indelingen[k] })),
}));

/** The data after a plan, with what follows from it; `base` are those without it. Of what no source
 * confirms nothing is left when only the `sure` is wanted. */
export function worldOf(all, steps, sure = false) {
  const data = sure ? confirmedOnly(all) : all;
  const after = afterPlan(data, steps);
  const changed = [...new Set(steps.map(({ k }) => k))];
  return { ...after, base: data, changed };
}

/** The gemeenten that are in another verband than before, in some indelingen: before the plan, or
 * at the earlier date. */
export function movedIn({ base, indelingen, changed, gemeenten, moved: since }, places) {
  if (since) return [...new Set(places.flatMap((k) => since[k] ?? []))].sort((g, h) => g - h);
  const shown = changed.filter((k) => places.includes(k));
  const other = (k, g) => verbandenOf(base.indelingen[k], g).join() !== verbandenOf(indelingen[k], g).join();
  return gemeenten.flatMap((_, g) => (shown.some((k) => other(k, g)) ? [g] : []));
}
