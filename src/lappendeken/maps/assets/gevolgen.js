// What a plan does to what the page shows: numbers before and after, side by side.

import { thousandthsOf } from "./maatstaven.js";
import { rememberedOf } from "./onthoud.js";
import { CROSSING, EQUAL, mainRegions, meanCongruence, measured, overlaps, regionsOf } from "./paren.js";
import { earlierOf, worldOf } from "./plan.js";
import { decimals, element, headCell, isInView, signed, signedCount } from "./tekst.js";

/** The indelingen that are compared. */
export function comparedPlaces(data, { domains, a, b }) {
  return domains ? data.main : [a, b];
}

/** Every pair of the indelingen that are compared. */
export function comparedPairs(data, state) {
  const places = comparedPlaces(data, state);
  return places.flatMap((a, i) => places.slice(i + 1).map((b) => [a, b]));
}

/** Whether something that is compared is known of the earlier date, and nothing is not. */
export function knownThen(data, state) {
  const places = comparedPlaces(data, state).filter((k) => k !== data.own);
  return Boolean(data.then) && places.length > 0 && places.every((k) => k in data.then.indelingen);
}

/** The data of the earlier date, once for all data and for what is sure. */
export const earlierWorld = rememberedOf((data) => {
  const known = new Map();
  return (sure) => {
    if (!known.has(sure)) known.set(sure, worldOf(earlierOf(data), [], sure));
    return known.get(sure);
  };
});

/** The data that are shown: of now or of the earlier date, with who moved between them. */
export function shownData(world, state) {
  const now = afterPlanIfMeasured(world, state);
  if (!state.period || !knownThen(world, state)) return now;
  const shown = state.period === "then" ? earlierWorld(world.source)(state.sure) : now;
  return { ...shown, moved: world.then.moved };
}

/** The data after the plan; those without it where the page cannot measure what the plan does. */
function afterPlanIfMeasured(world, state) {
  const beyond = comparedPlaces(world, state).some((k) => overlaps(world, k));
  return beyond ? { ...world.base, base: world.base, changed: [], beyond: world.changed.length > 0 } : world;
}

/** The regions that are compared and have a gemeente in the province, if one is chosen. */
export function regionsInView(data, state) {
  const { domains, a, b } = state;
  const regions = domains ? mainRegions(data) : regionsOf(data, a, b);
  return regions.filter(({ members }) => members.some((g) => isInView(data, state, g)));
}

/** The gemeenten that make regions chafe: outside the counterpart, and in the counterpart only. */
export function chafingOf(regions) {
  const crossing = regions.filter(({ type, crossed }) => type === CROSSING && !crossed);
  const outside = new Set(crossing.flatMap(({ extra }) => extra));
  const elsewhere = new Set(crossing.flatMap(({ missing }) => missing).filter((g) => !outside.has(g)));
  return { outside: [...outside], elsewhere: [...elsewhere] };
}

/** The numbers of regions and gemeenten that a plan may change, with what they count. */
function countsOf(data, state) {
  const regions = regionsInView(data, state);
  const crosses = ({ type, crossed }) => (crossed ? crossed.length > 0 : type === CROSSING);
  const same = ({ type, equal }) => equal ?? type === EQUAL;
  const { outside, elsewhere } = chafingOf(regions);
  const counts = [["doorsnijdende regio's", regions.filter(crosses).length], ["gelijke regio's", regions.filter(same).length]];
  return state.domains ? counts : [...counts, ["schuurgemeenten", outside.length + elsewhere.length]];
}

/** The mean over the pairs in view of a measure, unrounded; undefined where it is not measured. */
function meanMeasure(data, state, name) {
  const values = comparedPairs(data, state).map(([a, b]) => measured(data, a, b)?.[name]);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The scores that a plan may change, with their labels. */
function scoresInView(data, state, names) {
  const found = names.map((name) => [data.measures[name].label, meanMeasure(data, state, name)]);
  const share = state.domains ? [["Territoriale congruentie", meanCongruence(data, state.province)]] : [];
  return [...share, ...found].filter(([, value]) => Number.isFinite(value));
}

/** Whether a plan changes what is compared. */
export function touchesView(data, state) {
  return comparedPlaces(data, state).some((k) => data.changed.includes(k));
}

/** What differs between two states, as a table: counts, then scores by these names. `columns` are
 * what both are called. */
export function effectsTable(worlds, state, names, { caption, columns }) {
  const table = element("table", "", "drie gevolgen");
  table.append(element("caption", caption, "alleen-voorlezen"));
  const head = table.createTHead().insertRow();
  head.append(headCell("col", "Gevolg"), ...[...columns, "verschil"].map((text) => headCell("col", text, "getal")));
  const body = table.createTBody();
  const add = (name, texts) => {
    const row = body.insertRow();
    row.append(headCell("row", name), ...texts.map((text) => element("td", text, "getal")));
  };
  const both = (count) => worlds.map((one) => count(one, state, names));
  const [before, after] = both(countsOf);
  after.forEach(([name, n], k) => add(name, [before[k][1], n, signedCount(n - before[k][1])].map(String)));
  const [old, fresh] = both(scoresInView);
  fresh.forEach(([name, value], k) => {
    const numbers = [old[k][1], value].map((one) => decimals(thousandthsOf(one)));
    add(name, [...numbers, signed(thousandthsOf(value - old[k][1]))]);
  });
  return table;
}
