// Single moves of a gemeente to the region of a neighbour, and what each of them gains.

import { pairCounts, partitionOf, randIndex, tableOf } from "./maatstaven.js";
import { rememberedOf } from "./onthoud.js";

/** The neighbours of every gemeente, over land or over a fixed link. */
export const neighboursOf = rememberedOf(({ gemeenten, borders: { first, second } }) => {
  const found = gemeenten.map(() => []);
  first.forEach((g, k) => {
    found[g].push(second[k]);
    found[second[k]].push(g);
  });
  return found;
});

/** The moves of some gemeenten within a partition, to the regions of their neighbours. */
function movesWithin({ labels }, place, gemeenten, neighbours) {
  return gemeenten.flatMap((g) => {
    if (labels[g] < 0) return [];
    const targets = new Set(neighbours[g].map((other) => labels[other]));
    targets.delete(labels[g]);
    targets.delete(-1);
    return [...targets].map((to) => ({ g, k: place, from: labels[g], to }));
  });
}

/** What the adjusted Rand index becomes by each of some moves in the first of two partitions. */
function randAfter(a, b, moves) {
  const table = tableOf(a, b);
  const shared = new Map(table.filled.map((cell) => [cell.row * b.count + cell.column, cell.shared]));
  const { inA, inB, inBoth, units } = pairCounts(table);
  const before = randIndex(inA, inB, inBoth, units);
  const cell = (row, column) => shared.get(row * b.count + column) ?? 0;
  return moves.map(({ g, from, to }) => {
    const column = b.labels[g];
    if (column < 0) return 0;
    // One gemeente that leaves n for m loses its n - 1 pairs and makes m.
    const rows = table.sizesA[to] - table.sizesA[from] + 1;
    const cells = cell(to, column) - cell(from, column) + 1;
    return randIndex(inA + rows, inB, inBoth + cells, units) - before;
  });
}

/** Every move of some gemeenten in these indelingen, with its gain: the change of the adjusted
 * Rand index, as a mean over all pairs of them; the best first. */
export function bestMoves(data, places, gemeenten, neighbours) {
  const partitions = places.map((k) => partitionOf(data.indelingen[k].members, data.indelingen[k].verbanden.length));
  if (partitions.includes(null)) return [];
  const pairs = (places.length * (places.length - 1)) / 2;
  const found = partitions.flatMap((own, i) => {
    const moves = movesWithin(own, places[i], gemeenten, neighbours).map((move) => ({ ...move, gain: 0 }));
    partitions.forEach((other, j) => {
      if (i === j) return;
      const gains = randAfter(own, other, moves);
      moves.forEach((move, n) => { move.gain += gains[n] / pairs; });
    });
    return moves;
  });
  const equal = (x, y) => Math.abs(x.gain - y.gain) < 1e-12;
  return found.sort((x, y) => (equal(x, y) ? x.g - y.g || x.k - y.k || x.to - y.to : y.gain - x.gain));
}
