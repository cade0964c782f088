// What the embedded tables say of a pair of indelingen. Nothing is measured here: types,
// counterparts and scores are looked up; the rest is counting and subtracting sets.

const CROSSING = 3;
const NOT_COMPARED = 4;

/** The verbanden of a gemeente, always as a list. */
function verbandenOf(indeling, g) {
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
function partnersOf(indeling, g) {
  const own = new Set(verbandenOf(indeling, g));
  return indeling.members.flatMap((_, other) =>
    other !== g && verbandenOf(indeling, other).some((verband) => own.has(verband)) ? [other] : [],
  );
}

/** Whether two indelingen have a gemeente in common. */
function comparable(data, a, b) {
  return data.fits[a * data.indelingen.length + b] !== null;
}

/** The regions of one indeling against another, with everything the page says of them. */
function regionsOf(data, a, b) {
  const fits = data.fits[a * data.indelingen.length + b];
  if (!fits) return [];
  const [own, other] = [data.indelingen[a], data.indelingen[b]];
  const compared = (g) => verbandenOf(own, g).length && verbandenOf(other, g).length;
  const [inOwn, inOther] = [own, other].map((one) =>
    membersByVerband(one).map((gemeenten) => gemeenten.filter(compared)),
  );
  const [digits, counterparts] = fits;
  return inOwn.flatMap((members, verband) => {
    const type = Number(digits[verband]);
    if (type === NOT_COMPARED) return [];
    const counterpart = counterparts[verband];
    const theirs = inOther[counterpart];
    const extra = members.filter((g) => !theirs.includes(g));
    const missing = theirs.filter((g) => !members.includes(g));
    const shared = members.length - extra.length;
    const together = shared + extra.length + missing.length;
    return [{ indeling: a, other: b, verband, type, counterpart, members, theirs, extra, missing, shared, together }];
  });
}

/** The class of every gemeente: the worst type of its regions. */
function typesOf(data, a, b) {
  const fits = data.fits[a * data.indelingen.length + b];
  return data.gemeenten.map((_, g) => {
    const own = verbandenOf(data.indelingen[a], g);
    if (!fits || !own.length || !verbandenOf(data.indelingen[b], g).length) return NOT_COMPARED;
    return Math.max(...own.map((verband) => Number(fits[0][verband])));
  });
}

/** Place of an unordered pair in a list of all of them. */
function pairPlace(count, a, b) {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low * count - (low * (low + 1)) / 2 + high - low - 1;
}

/** The scores of a pair in thousandths, in the order of `data.measures`; null without any. */
function scoresOf(data, a, b) {
  const found = data.scores[pairPlace(data.indelingen.length, a, b)];
  if (!found) return null;
  const [gemeenten, ...values] = found;
  // The last two, homogeneity and completeness, change places with the indelingen.
  if (a > b) values.push(...values.splice(-2).reverse());
  return { gemeenten, values };
}

/** For every arc whether two gemeenten meet there that share no verband. */
function regionBorders(data, k) {
  const sets = data.gemeenten.map((_, g) => verbandenOf(data.indelingen[k], g));
  return data.topology.owners.map(([x, y]) => {
    if (y === undefined || !(sets[x].length || sets[y].length)) return false;
    return !sets[x].some((verband) => sets[y].includes(verband));
  });
}

/** For every arc in how many of these indelingen it parts two regions. */
function borderCounts(data, borders, places) {
  const covered = (k, g) => verbandenOf(data.indelingen[k], g).length > 0;
  return data.topology.owners.map((owners, arc) =>
    // Beside a gemeente without a verband ends a region, but none begins.
    places.filter((k) => borders(data, k)[arc] && owners.every((g) => covered(k, g))).length,
  );
}

/** Every region of the main indelingen, with the others that it crosses. */
function mainRegions(data) {
  return data.main.flatMap((a) => {
    const others = data.main.filter((b) => b !== a);
    const tables = others.map((b) => new Map(regionsOf(data, a, b).map((r) => [r.verband, r])));
    return data.indelingen[a].verbanden.flatMap((_, verband) => {
      const rows = tables.flatMap((table) => table.get(verband) ?? []);
      if (!rows.length) return [];
      const crossed = rows.filter(({ type }) => type === CROSSING);
      const equal = rows.every(({ type }) => type === 0) && rows.length === others.length;
      return [{ ...(crossed[0] ?? rows[0]), crossed, equal }];
    });
  });
}

/** Remember what a function of `data` and two places gave. */
function remembered(work) {
  const known = new Map();
  return (data, ...places) => {
    const key = places.join();
    if (!known.has(key)) known.set(key, work(data, ...places));
    return known.get(key);
  };
}
