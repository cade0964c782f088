// Measures of partitions, as the program defines them: two partitions of the same gemeenten as
// labels, compared on the gemeenten that both have a label for. Tests hold every number equal.

const [AS_ONE, INSIDE, OF_SEVERAL, UNKNOWN, ACROSS] = [0, 1, 2, 3, 4];

/** A partition from the verbanden of every gemeente: a label each, -1 for none; null with overlap. */
export function partitionOf(members, count) {
  const labels = new Int32Array(members.length);
  for (let g = 0; g < members.length; g += 1) {
    const own = members[g];
    if (typeof own === "number") labels[g] = own;
    else if (own.length > 1) return null;
    else labels[g] = own.length ? own[0] : -1;
  }
  return { labels, count };
}

/** How many gemeenten every region of a has in common with every region of b. */
export function tableOf(a, b) {
  const cells = new Int32Array(a.count * b.count);
  const [sizesA, sizesB] = [new Int32Array(a.count), new Int32Array(b.count)];
  let total = 0;
  for (let g = 0; g < a.labels.length; g += 1) {
    const [row, column] = [a.labels[g], b.labels[g]];
    if (row < 0 || column < 0) continue;
    cells[row * b.count + column] += 1;
    sizesA[row] += 1;
    sizesB[column] += 1;
    total += 1;
  }
  const filled = [];
  cells.forEach((shared, place) => {
    if (shared) filled.push({ row: Math.floor(place / b.count), column: place % b.count, shared });
  });
  return { filled, sizesA, sizesB, total };
}

const sumOf = (values, term) => values.reduce((sum, value) => sum + term(value), 0);
const pairsIn = (n) => (n * (n - 1)) / 2;

/** The adjusted Rand index from numbers of pairs together in a, in b, in both, and of units. */
export function randIndex(inA, inB, inBoth, units) {
  const everything = pairsIn(units);
  const largest = (inA + inB) / 2;
  const expected = (inA * inB) / everything;
  if (everything <= 0 || largest - expected <= 1e-12 * largest) return 1;
  return (inBoth - expected) / (largest - expected);
}

/** The numbers of pairs that are together. */
export function pairCounts({ filled, sizesA, sizesB, total }) {
  const inBoth = sumOf(filled, ({ shared }) => pairsIn(shared));
  return { inA: sumOf(sizesA, pairsIn), inB: sumOf(sizesB, pairsIn), inBoth, units: total };
}

/** Homogeneity, completeness and V, by entropy. */
function entropyMeasures({ filled, sizesA, sizesB, total }) {
  const term = (n) => (n ? -(n / total) * Math.log(n / total) : 0);
  const [inA, inB] = [sumOf(sizesA, term), sumOf(sizesB, term)];
  const joint = sumOf(filled, ({ shared }) => term(shared));
  const explained = (conditional, entropy) =>
    entropy > 1e-15 ? Math.min(1, Math.max(0, 1 - conditional / entropy)) : 1;
  const [homogeneity, completeness] = [explained(joint - inB, inA), explained(joint - inA, inB)];
  const both = homogeneity + completeness;
  return { homogeneity, completeness, v_measure: both > 0 ? (2 * homogeneity * completeness) / both : 0 };
}

/** The similarity of the circles of a gemeente in one cell. */
const similarCircles = (shared, inA, inB) => shared / Math.max(inA, inB);

/** The share of all partners of a gemeente in one cell that are partners in both. */
function sharedPartners(shared, inA, inB) {
  const either = inA + inB - shared - 1;
  return either > 0 ? (shared - 1) / either : 1;
}

/** The mean over all gemeenten of what those of one cell have alike. */
function meanOfCells({ filled, sizesA, sizesB, total }, alike) {
  const sum = sumOf(filled, ({ row, column, shared }) => shared * alike(shared, sizesA[row], sizesB[column]));
  return sum / total;
}

/** The share of the length of all borders between regions that both have. */
function boundaryCongruence(a, b, { first, second, length }) {
  const covered = (g) => a.labels[g] >= 0 && b.labels[g] >= 0;
  let [either, both] = [0, 0];
  for (let k = 0; k < first.length; k += 1) {
    const [g, h] = [first[k], second[k]];
    if (!covered(g) || !covered(h)) continue;
    const [inA, inB] = [a.labels[g] !== a.labels[h], b.labels[g] !== b.labels[h]];
    if (inA || inB) either += length[k];
    if (inA && inB) both += length[k];
  }
  return either > 0 ? both / either : 1;
}

/** Every measure of two partitions by its name; null without a common gemeente. */
export function measuresOf(a, b, borders) {
  const table = tableOf(a, b);
  if (!table.total) return null;
  const { inA, inB, inBoth, units } = pairCounts(table);
  const rand = randIndex(inA, inB, inBoth, units);
  return {
    gemeenten: table.total,
    adjusted_rand_index: rand,
    // On partitions it is the same.
    omega_index: rand,
    ...entropyMeasures(table),
    element_centric_similarity: meanOfCells(table, similarCircles),
    partner_overlap: meanOfCells(table, sharedPartners),
    boundary_congruence: boundaryCongruence(a, b, borders),
  };
}

/** The mean similarity of circles of the gemeenten of every group; null for a group without any. */
export function similarityByGroup(a, b, groupOf, groups) {
  const { filled, sizesA, sizesB } = tableOf(a, b);
  const shared = new Map(filled.map((cell) => [cell.row * b.count + cell.column, cell.shared]));
  const [sums, counts] = [new Float64Array(groups), new Int32Array(groups)];
  a.labels.forEach((row, g) => {
    const column = b.labels[g];
    if (row < 0 || column < 0) return;
    const both = shared.get(row * b.count + column);
    sums[groupOf[g]] += similarCircles(both, sizesA[row], sizesB[column]);
    counts[groupOf[g]] += 1;
  });
  return Array.from(sums, (sum, k) => (counts[k] ? sum / counts[k] : null));
}

/** Whether one cell of a region is a better counterpart than another; 0 when they are as good. */
function compareCells(x, y, { sizesA, sizesB }) {
  const union = ({ row, column, shared }) => sizesA[row] + sizesB[column] - shared;
  // Fractions are compared crosswise, so that rounding decides nothing.
  return x.shared * union(y) - y.shared * union(x) || x.shared - y.shared;
}

/** The lowest code of every region of b among the gemeenten that both cover. */
function firstCodes(a, b, codes) {
  const found = new Array(b.count).fill(null);
  b.labels.forEach((column, g) => {
    if (column < 0 || a.labels[g] < 0) return;
    if (found[column] === null || codes[g] < found[column]) found[column] = codes[g];
  });
  return found;
}

/** How many gemeenten every region has in all, but for those that are left out of a comparison. */
function wholeSizes({ labels, count }, left) {
  const sizes = new Int32Array(count);
  labels.forEach((label, g) => {
    if (label >= 0 && !left.has(g)) sizes[label] += 1;
  });
  return sizes;
}

/** The type of every region of a, as its place among the types; -1 without a common gemeente. It is
 * of whole regions, and not known when a gemeente in no region of b could decide it. */
function typesOfTable({ filled, sizesA }, wholeA, wholeB) {
  const types = Array.from(sizesA, (size) => (size ? ACROSS : -1));
  const whole = new Int32Array(sizesA.length);
  for (const { row, column, shared } of filled) {
    const [fillsA, fillsB] = [shared === sizesA[row], shared === wholeB[column]];
    if (fillsA) types[row] = fillsB ? AS_ONE : INSIDE;
    else if (fillsB) whole[row] += shared;
    if (whole[row] === sizesA[row]) types[row] = OF_SEVERAL;
  }
  return types.map((type, row) => (type >= 0 && type !== ACROSS && sizesA[row] < wholeA[row] ? UNKNOWN : type));
}

/** Type and counterpart of every region of a, and the others that are as alike as the counterpart;
 * as if the gemeenten that are `left` out were nowhere. */
export function fitsOf(a, b, codes, left = new Set()) {
  const table = tableOf(a, b);
  const lowest = firstCodes(a, b, codes);
  const best = new Array(a.count).fill(null);
  const rivals = best.map(() => []);
  for (const cell of table.filled) {
    const { row, column } = cell;
    const better = best[row] ? compareCells(cell, best[row], table) : 1;
    if (better > 0) rivals[row] = [];
    // Of equals the one that has the gemeente with the lowest code.
    const wins = better > 0 || (better === 0 && lowest[column] < lowest[best[row].column]);
    if (better === 0) rivals[row].push(wins ? best[row].column : column);
    if (wins) best[row] = cell;
  }
  const counterparts = best.map((cell) => (cell ? cell.column : -1));
  const types = typesOfTable(table, wholeSizes(a, left), wholeSizes(b, left));
  return { types, counterparts, rivals };
}

/** Mark everyone who shares a verband with a gemeente; how many that were not marked before. */
function markPartners(g, own, inside, marks, mark) {
  let count = 0;
  for (const verband of own) {
    for (const partner of inside[verband]) {
      if (partner === g || marks[partner] === mark) continue;
      marks[partner] = mark;
      count += 1;
    }
  }
  return count;
}

/** Of every gemeente how constant its partners are over indelingen with or without overlap:
 * numerator and denominator of its territoriale congruentie; the last is 0 where it has no
 * partners, and null where it is in no verband. */
export function congruenceOf(indelingen, total) {
  const marks = new Int32Array(total);
  let mark = 0;
  const everyone = new Int32Array(total);
  return Array.from({ length: total }, (_, g) => {
    let [part, covering, anyone] = [0, 0, 0];
    for (const { lists, inside } of indelingen) {
      mark += 1;
      if (lists[g].length) covering += 1;
      part += markPartners(g, lists[g], inside, marks, mark);
      anyone += markPartners(g, lists[g], inside, everyone, g + 1);
    }
    return covering ? [part, anyone * covering] : [0, null];
  });
}

/** A score as whole thousandths, rounded as the program rounds it for a reader. */
export function thousandthsOf(value) {
  if (value === null) return null;
  // Only sixteenths lie exactly between two thousandths: those go to the even one.
  const halfway = Number.isInteger(value * 16) && Math.abs(value * 16) % 2 === 1;
  if (!halfway) return Math.round(Number(value.toFixed(3)) * 1000);
  const low = Math.floor(value * 1000);
  return low % 2 ? low + 1 : low;
}

/** A share in thousandths; rounding lifts none into the next class of the map. */
export function shareOf(part, whole, width) {
  if (part === whole) return 1000;
  const next = width * (Math.floor((1000 / width) * part / whole) + 1);
  return Math.min(thousandthsOf(part / whole), next - 1);
}
