// What the embedded tables say of a pair of indelingen. Nothing is measured here: types,
// counterparts and scores are looked up; the rest is counting and subtracting sets.

export const CROSSING = "doorsnijdend";
export const EQUAL = "gelijk";
export const NESTED = "genest";
export const COMPOSED = "samengesteld";
export const NOT_COMPARED = "buiten";

/** The verbanden of a gemeente, always as a list. */
export function verbandenOf(indeling, g) {
  const own = indeling.members[g];
  return typeof own === "number" ? [own] : own;
}

/** The gemeenten of every verband. */
function membersByVerband(indeling) {
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

/** Whether two indelingen have a gemeente in common. */
export function comparable(data, { a, b }) {
  return data.fits[a][b] !== null;
}

/** The type of every verband of one indeling against another, by name. */
function typesOfVerbanden(data, a, b) {
  return [...data.fits[a][b].types].map((digit) => data.types[Number(digit)]);
}

/** The regions of one indeling against another, with everything the page says of them. */
export function regionsOf(data, a, b) {
  const fits = data.fits[a][b];
  if (!fits) return [];
  const [own, other] = [data.indelingen[a], data.indelingen[b]];
  const compared = (g) => verbandenOf(own, g).length && verbandenOf(other, g).length;
  const [inOwn, inOther] = [own, other].map((one) =>
    membersByVerband(one).map((gemeenten) => gemeenten.filter(compared)),
  );
  return typesOfVerbanden(data, a, b).flatMap((type, verband) => {
    if (type === NOT_COMPARED) return [];
    const counterpart = fits.counterparts[verband];
    const [members, theirs] = [inOwn[verband], inOther[counterpart]];
    const extra = members.filter((g) => !theirs.includes(g));
    const missing = theirs.filter((g) => !members.includes(g));
    const shared = members.length - extra.length;
    const together = shared + extra.length + missing.length;
    return [{ indeling: a, other: b, verband, type, counterpart, members, theirs, extra, missing, shared, together }];
  });
}

/** The class of every gemeente: the worst type of its regions. */
export function typesOf(data, a, b) {
  const types = comparable(data, { a, b }) ? typesOfVerbanden(data, a, b) : [];
  return data.gemeenten.map((_, g) => {
    const own = verbandenOf(data.indelingen[a], g);
    if (!types.length || !own.length || !verbandenOf(data.indelingen[b], g).length) return NOT_COMPARED;
    return data.types[Math.max(...own.map((verband) => data.types.indexOf(types[verband])))];
  });
}

/** Names of the verbanden of the other indeling that a region has gemeenten of. */
export function partsOf(data, { other, members }) {
  const found = new Set(members.flatMap((g) => verbandenOf(data.indelingen[other], g)));
  return [...found].sort((v, w) => v - w).map((verband) => data.indelingen[other].verbanden[verband]);
}

/** Place of an unordered pair in a list of all of them. */
function pairPlace(count, a, b) {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low * count - (low * (low + 1)) / 2 + high - low - 1;
}

/** The scores of a pair in thousandths, by name, and its number of gemeenten; null without any. */
export function scoresOf(data, a, b) {
  const place = pairPlace(data.indelingen.length, a, b);
  const gemeenten = data.scores.gemeenten[place];
  if (gemeenten === null) return null;
  const found = { gemeenten };
  for (const [name, { turned }] of Object.entries(data.measures)) {
    // Some measures change places with the indelingen.
    found[name] = data.scores[a > b ? (turned ?? name) : name][place];
  }
  return found;
}

/** A score of a pair in a province, in thousandths. */
export function localScore(data, name, { a, b, province }) {
  return data.local[name][pairPlace(data.indelingen.length, a, b)][province];
}

/** For every arc whether two gemeenten meet there that share no verband. */
export function regionBorders(data, k) {
  const sets = data.gemeenten.map((_, g) => verbandenOf(data.indelingen[k], g));
  return data.topology.owners.map(([x, y]) => {
    if (y === undefined || !(sets[x].length || sets[y].length)) return false;
    return !sets[x].some((verband) => sets[y].includes(verband));
  });
}

/** For every arc in how many of these indelingen it parts two regions. */
export function borderCounts(data, borders, places) {
  const covered = (k, g) => verbandenOf(data.indelingen[k], g).length > 0;
  return data.topology.owners.map((owners, arc) =>
    // Beside a gemeente without a verband ends a region, but none begins.
    places.filter((k) => borders(data, k)[arc] && owners.every((g) => covered(k, g))).length,
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

/** Remember what a function of `data` and two places gave. */
export function remembered(work) {
  const known = new Map();
  return (data, ...places) => {
    const key = places.join();
    if (!known.has(key)) known.set(key, work(data, ...places));
    return known.get(key);
  };
}
