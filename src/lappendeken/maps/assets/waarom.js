// Why a region does not fit, and the smallest step that makes it fit.

import { CROSSING, membersByVerband, overlaps, typesAndCounterparts, verbandenOf } from "./paren.js";
import { afterPlan, carriedOut, refusal } from "./plan.js";

/** How a region lies over another indeling: of every region there whom they share, and who is left. */
export function piecesOf(data, { indeling, verband, other }) {
  const [own, theirs] = [indeling, other].map((k) => membersByVerband(data.indelingen[k]));
  const compared = (g) => [indeling, other].every((k) => verbandenOf(data.indelingen[k], g).length);
  const members = own[verband].filter(compared);
  const found = [...new Set(members.flatMap((g) => verbandenOf(data.indelingen[other], g)))];
  const piece = (b) => {
    const everyone = theirs[b].filter(compared);
    return { b, inside: everyone.filter((g) => members.includes(g)), outside: everyone.filter((g) => !members.includes(g)) };
  };
  return found.map(piece).sort((x, y) => y.inside.length - x.inside.length || x.b - y.b);
}

/** The region in one indeling that has most of some gemeenten; null when none but `not` has any. */
function regionWithMost(data, k, gemeenten, not) {
  const counts = new Map();
  for (const g of gemeenten) {
    for (const verband of verbandenOf(data.indelingen[k], g)) {
      if (verband !== not) counts.set(verband, (counts.get(verband) ?? 0) + 1);
    }
  }
  const [best] = [...counts].sort((x, y) => y[1] - x[1] || x[0] - y[0]);
  return best ? best[0] : null;
}

/** Steps from moves of groups, those to one region together; null when one has nowhere to go. */
function stepsFrom(k, moves) {
  if (moves.some(({ to }) => to === null)) return null;
  const targets = [...new Set(moves.map(({ to }) => to))];
  return targets.map((to) => ({ k, to, gemeenten: moves.filter((one) => one.to === to).flatMap(({ gemeenten }) => gemeenten) }));
}

/** The moves within the own indeling: some pieces leave the region, the rest of others joins it. */
function ownMoves(data, region, leaving, joining) {
  const { indeling, verband } = region;
  const left = leaving.map(({ inside, outside }) => ({
    gemeenten: inside,
    to: regionWithMost(data, indeling, outside, verband),
  }));
  return stepsFrom(indeling, [...left, ...joining.map(({ outside }) => ({ gemeenten: outside, to: verband }))]);
}

/** The same within the other indeling: pieces go to what stays, the rest of others goes elsewhere. */
function otherMoves(data, region, { leaving, joining, main }) {
  const { indeling, other } = region;
  const left = leaving.map(({ inside }) => ({ gemeenten: inside, to: main.b }));
  const neighbours = (outside) => {
    const own = new Set(outside.flatMap((g) => verbandenOf(data.indelingen[indeling], g)));
    return data.gemeenten.flatMap((_, g) => (verbandenOf(data.indelingen[indeling], g).some((v) => own.has(v)) ? [g] : []));
  };
  const joined = joining.map(({ b, outside }) => ({ gemeenten: outside, to: regionWithMost(data, other, neighbours(outside), b) }));
  return stepsFrom(other, [...left, ...joined]);
}

/** The ways in which a region can come to fit with the fewest changes: inside one, or of wholes. */
function waysToFit(pieces) {
  const inside = pieces.map((main) => ({ main, leaving: pieces.filter((one) => one !== main), joining: [] }));
  const whole = pieces.map((main) => {
    const stays = (one) => one === main || one.outside.length < one.inside.length;
    return {
      main,
      leaving: pieces.filter((one) => !stays(one)),
      joining: pieces.filter((one) => stays(one) && one.outside.length),
    };
  });
  return [...inside, ...whole];
}

/** The number of gemeenten that a way moves. */
function sizeOfWay({ leaving, joining }) {
  return [...leaving.map(({ inside }) => inside), ...joining.map(({ outside }) => outside)].flat().length;
}

/** How many regions of the first indeling cross the second, and the other way round. */
function crossingCount(data, { indeling, other }) {
  const count = (a, b) => typesAndCounterparts(data, a, b).types.filter((type) => type === CROSSING).length;
  return count(indeling, other) + count(other, indeling);
}

/** Whether steps can be taken, and the region fits after them. */
function fitsAfter(data, region, steps) {
  let now = data;
  for (const step of steps) {
    if (refusal(now, step)) return false;
    now = carriedOut(now, step);
  }
  const type = typesAndCounterparts(now, region.indeling, region.other).types[region.verband];
  return type !== CROSSING && membersByVerband(now.indelingen[region.indeling])[region.verband].length > 0;
}

/** The steps with the fewest gemeenten that make a region fit; of equals those that leave the fewest
 * regions crossing. Null when it fits, when there is overlap, or when no such steps can be taken. */
export function smallestStep(data, region) {
  if (region.type !== CROSSING || [region.indeling, region.other].some((k) => overlaps(data, k))) return null;
  const ways = waysToFit(piecesOf(data, region));
  const least = Math.min(...ways.map(sizeOfWay));
  const plans = ways.filter((way) => sizeOfWay(way) === least).flatMap((way) => [
    ownMoves(data, region, way.leaving, way.joining),
    otherMoves(data, region, way),
  ]);
  const possible = plans.filter((steps) => steps && fitsAfter(data, region, steps));
  const rated = possible.map((steps) => ({ steps, count: least, crossing: crossingCount(afterPlan(data, steps), region) }));
  rated.sort((x, y) => x.crossing - y.crossing || x.steps.length - y.steps.length);
  return rated.length ? { ...rated[0], before: crossingCount(data, region) } : null;
}
