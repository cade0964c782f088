// What holds for a pair of indelingen. Of partitions everything is measured here; of indelingen
// with overlap types, counterparts and scores are looked up in what the program stored.

import { congruenceOf, fitsOf, measuresOf, partitionOf, shareOf, similarityByGroup, thousandthsOf } from "./maatstaven.js";
import { remembered, rememberedOf } from "./onthoud.js";

export const CROSSING = "doorsnijdend";
export const EQUAL = "gelijk";
export const NESTED = "genest";
export const COMPOSED = "samengesteld";
export const UNKNOWN = "onbekend";
export const NOT_COMPARED = "buiten";

/** Width in thousandths of the classes in which the map shows territoriale congruentie. */
export const CLASS = 200;

/** The verbanden of a gemeente, always as a list. */
export function verbandenOf(indeling, g) {
  const own = indeling.members[g];
  return typeof own === "number" ? [own] : own;
}

/** An indeling as a partition; null when a gemeente is in two of its verbanden. */
export const asPartition = rememberedOf(({ members, verbanden }) => partitionOf(members, verbanden.length));

/** The gemeenten of every verband. */
export function membersByVerband(indeling) {
  const found = indeling.verbanden.map(() => []);
  indeling.members.forEach((_, g) => {
    for (const verband of verbandenOf(indeling, g)) found[verband].push(g);
  });
  return found;
}

/** Everyone who shares a verband with a gemeente, itself left out. */
export function partnersOf(indeling, g) {
  const own = new Set(verbandenOf(indeling, g));
  return indeling.members.flatMap((_, other) =>
    other !== g && verbandenOf(indeling, other).some((verband) => own.has(verband)) ? [other] : [],
  );
}

/** Whether a gemeente is in two verbanden of an indeling: then the page cannot measure it. */
export function overlaps(data, k) {
  return asPartition(data.indelingen[k]) === null;
}

/** What the program stored of a pair; undefined where it stored nothing. */
function storedPair({ stored }, a, b) {
  return stored[a < b ? `${a}-${b}` : `${b}-${a}`];
}

/** Two indelingen as partitions; null when one has overlap. */
function partitionsOf(data, a, b) {
  const both = [a, b].map((k) => asPartition(data.indelingen[k]));
  return both.includes(null) ? null : both;
}

/** Types, by name, and counterparts of one indeling against another; null without a common gemeente. */
export const typesAndCounterparts = remembered((data, a, b) => {
  const pair = partitionsOf(data, a, b);
  const kinds = (types) => types.map((type) => data.types[type] ?? NOT_COMPARED);
  if (pair) {
    const left = new Set([a, b].flatMap((k) => data.indelingen[k].left ?? []));
    const found = fitsOf(...pair, data.gemeenten.map(([code]) => code), left);
    if (found.types.every((type) => type < 0)) return null;
    return { ...found, types: kinds(found.types) };
  }
  const stored = storedPair(data, a, b);
  if (!stored) return null;
  const { types, counterparts } = stored.fits[a < b ? 0 : 1];
  return { types: kinds([...types].map(Number)), counterparts, rivals: counterparts.map(() => []) };
});

/** Whether two indelingen have a gemeente in common. */
export function comparable(data, { a, b }) {
  return typesAndCounterparts(data, a, b) !== null;
}

/** The regions of one indeling against another, with everything the page says of them. */
export const regionsOf = remembered((data, a, b) => {
  const fits = typesAndCounterparts(data, a, b);
  if (!fits) return [];
  const [own, other] = [data.indelingen[a], data.indelingen[b]];
  const compared = (g) => verbandenOf(own, g).length && verbandenOf(other, g).length;
  const [inOwn, inOther] = [own, other].map((one) =>
    membersByVerband(one).map((gemeenten) => gemeenten.filter(compared)),
  );
  return fits.types.flatMap((type, verband) => {
    if (type === NOT_COMPARED) return [];
    const [counterpart, rivals] = [fits.counterparts[verband], fits.rivals[verband]];
    const [members, theirs] = [inOwn[verband], inOther[counterpart]];
    const extra = members.filter((g) => !theirs.includes(g));
    const missing = theirs.filter((g) => !members.includes(g));
    const shared = members.length - extra.length;
    const together = shared + extra.length + missing.length;
    return [{
      indeling: a, other: b, verband, type, counterpart, rivals, members, theirs, extra, missing, shared, together,
    }];
  });
});

/** The class of every gemeente: the worst type of its regions. */
export const typesOf = remembered((data, a, b) => {
  const types = typesAndCounterparts(data, a, b)?.types ?? [];
  return data.gemeenten.map((_, g) => {
    const own = verbandenOf(data.indelingen[a], g);
    if (!types.length || !own.length || !verbandenOf(data.indelingen[b], g).length) return NOT_COMPARED;
    return data.types[Math.max(...own.map((verband) => data.types.indexOf(types[verband])))];
  });
});

/** Names of the verbanden of the other indeling that a region has gemeenten of. */
export function partsOf(data, { other, members }) {
  const found = new Set(members.flatMap((g) => verbandenOf(data.indelingen[other], g)));
  return [...found].sort((v, w) => v - w).map((verband) => data.indelingen[other].verbanden[verband]);
}

/** What is measured of two partitions, unrounded; null of others, and without a common gemeente. */
export const measured = remembered((data, a, b) => {
  const pair = partitionsOf(data, a, b);
  return pair && measuresOf(...pair, data.borders);
});

/** The scores of a pair in thousandths, by name, and its number of gemeenten; null without any. */
export const scoresOf = remembered((data, a, b) => {
  const stored = storedPair(data, a, b);
  const exact = measured(data, a, b);
  if (!exact && !stored?.gemeenten) return null;
  const names = Object.keys(data.measures);
  // Some measures change places with the indelingen.
  const given = (name) => stored?.scores[names.indexOf(a > b ? (data.measures[name].turned ?? name) : name)] ?? null;
  const score = (name) => (exact && name in exact ? thousandthsOf(exact[name]) : given(name));
  return {
    gemeenten: (exact ?? stored).gemeenten,
    ...Object.fromEntries(names.map((name) => [name, score(name)])),
  };
});

/** The similarity of circles in every province, in thousandths. */
export const provinceScores = remembered((data, a, b) => {
  const pair = partitionsOf(data, a, b);
  if (!pair) return storedPair(data, a, b)?.local ?? data.provincies.map(() => null);
  const owners = data.gemeenten.map(([, , owner]) => owner);
  return similarityByGroup(...pair, owners, data.provincies.length).map(thousandthsOf);
});

/** The similarity of the circles of every gemeente, in thousandths; null where it is not compared. */
export const gemeenteScores = remembered((data, a, b) => {
  const pair = partitionsOf(data, a, b);
  if (!pair) return data.gemeenten.map(() => null);
  return similarityByGroup(...pair, [...data.gemeenten.keys()], data.gemeenten.length).map(thousandthsOf);
});

/** Territoriale congruentie of every gemeente over some indelingen, as part and whole. */
const congruenceParts = remembered((data, ...places) => {
  const indelingen = places.map((k) => ({
    lists: data.gemeenten.map((_, g) => verbandenOf(data.indelingen[k], g)),
    inside: membersByVerband(data.indelingen[k]),
  }));
  return congruenceOf(indelingen, data.gemeenten.length);
});

/** Its mean over the gemeenten of a province, or of the country; null where none is in a verband. */
export function meanCongruence(data, province) {
  const known = congruenceParts(data, ...data.main).filter(
    ([, whole], g) => whole !== null && (province === null || data.gemeenten[g][2] === province),
  );
  const sum = known.reduce((total, [part, whole]) => total + (whole ? part / whole : 1), 0);
  return known.length ? sum / known.length : null;
}

const congruenceOver = remembered((data, ...places) =>
  congruenceParts(data, ...places).map(([part, whole]) => {
    if (whole === null) return null;
    return whole ? shareOf(part, whole, CLASS) : 1000;
  }));

/** The same of every gemeente in thousandths; null where it is in no verband. */
export function congruences(data) {
  return congruenceOver(data, ...data.main);
}

/** A function that gives for every arc whether two gemeenten meet there that share no verband. */
const bordersOn = rememberedOf((owners) => remembered((data, k) => {
  const partition = asPartition(data.indelingen[k]);
  if (partition) return owners.map(([x, y]) => y !== undefined && partition.labels[x] !== partition.labels[y]);
  const sets = data.gemeenten.map((_, g) => verbandenOf(data.indelingen[k], g));
  return owners.map(([x, y]) => {
    if (y === undefined || !(sets[x].length || sets[y].length)) return false;
    return !sets[x].some((verband) => sets[y].includes(verband));
  });
}));

/** For every arc, known by its owners, whether it parts two regions of an indeling. */
export function regionBorders(data, owners, k) {
  return bordersOn(owners)(data, k);
}

/** The places of the indelingen of the program; a division of the reader's own is none of them. */
export function everyPlace({ indelingen, own }) {
  return [...indelingen.keys()].filter((k) => k !== own);
}

/** For every arc in how many of these indelingen it parts two regions. */
export function borderCounts(data, owners, places) {
  const covered = (k, g) => verbandenOf(data.indelingen[k], g).length > 0;
  return owners.map((both, arc) =>
    // Beside a gemeente without a verband ends a region, but none begins.
    places.filter((k) => regionBorders(data, owners, k)[arc] && both.every((g) => covered(k, g))).length,
  );
}

/** Every region of the main indelingen, with the others that it crosses. */
export function mainRegions(data) {
  return data.main.flatMap((a) => {
    const others = data.main.filter((b) => b !== a);
    const tables = others.map((b) => new Map(regionsOf(data, a, b).map((r) => [r.verband, r])));
    return data.indelingen[a].verbanden.flatMap((_, verband) => {
      const rows = tables.flatMap((table) => table.get(verband) ?? []);
      if (!rows.length) return [];
      const crossed = rows.filter(({ type }) => type === CROSSING);
      const equal = rows.every(({ type }) => type === EQUAL) && rows.length === others.length;
      return [{ ...(crossed[0] ?? rows[0]), crossed, equal }];
    });
  });
}
