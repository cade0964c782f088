// What lies on the map of the explorer: colours, borders, hatching, and what is outlined.

import { wholeButton } from "./beeld.js";
import { shownIndelingen, unconfirmed } from "./beschrijving.js";
import { addLines, around, dot, drawGround, fadeOthers, hatch } from "./lagen.js";
import { rampStep, widthStep } from "./legenda.js";
import { borderCounts, CROSSING, congruences, everyPlace, partnersOf, regionBorders } from "./paren.js";
import { movedIn } from "./plan.js";

const BORDERS = [
  "eigen", "beide", "ander-rand", "ander", "samen-1", "samen-2", "samen-3",
  "keer-1", "keer-2", "keer-3", "keer-4", "keer-5",
];
const CHOSEN = [
  "gekozen-ander-rand", "gekozen", "gekozen-ander", "verhuisd-rand", "verhuisd", "gekozen-gemeente", "onder-muis",
];

/** All layers, in the order in which they lie on each other, where `place` puts the map. */
export function drawExplorer(map, data, place) {
  const drawn = drawGround(map, data.topology, place);
  addLines(drawn, "kust", drawn.edge);
  for (const name of [...BORDERS, ...CHOSEN]) addLines(drawn, name);
  return drawn;
}

/** A function that names the layers in which an arc is drawn. */
function borderLayers(data, state, { owners }) {
  if (state.consensus || state.domains) {
    const places = state.consensus ? everyPlace(data) : data.main;
    const counts = borderCounts(data, owners, places);
    const step = (count) => (state.consensus ? `keer-${widthStep(count, places.length)}` : `samen-${Math.min(count, 3)}`);
    return (arc) => (counts[arc] ? [step(counts[arc])] : []);
  }
  const [own, other] = [state.a, state.b].map((k) => regionBorders(data, owners, k));
  return (arc) => {
    if (own[arc]) return [other[arc] ? "beide" : "eigen"];
    return other[arc] ? ["ander-rand", "ander"] : [];
  };
}

/** Draw the borders that belong to the choice; all other lines are empty. */
export function drawBorders(data, drawn, state) {
  const found = Object.fromEntries(BORDERS.map((name) => [name, []]));
  const layers = borderLayers(data, state, drawn);
  drawn.arcs.forEach((points, arc) => {
    for (const name of layers(arc)) found[name].push(points);
  });
  for (const [name, arcs] of Object.entries(found)) drawn.layers[name].setArcs(arcs);
  const mine = around(drawn, movedIn(data, state.domains ? data.main : [state.a, state.b]));
  for (const name of ["verhuisd", "verhuisd-rand"]) drawn.layers[name].setArcs(mine);
  drawn.map.getContainer().classList.toggle("alle-grenzen", state.consensus);
}

/** The class of every gemeente: its colour; and dots on those that no source confirms. */
export function colourTypes(data, drawn, state, types) {
  dot(drawn, unconfirmed(data, state));
  const shares = state.domains ? congruences(data) : [];
  const ramp = (share) => (share === null ? "soort-buiten" : `trap-${rampStep(share)}`);
  drawn.gemeenten.forEach((layer, g) => {
    const name = state.domains ? ramp(shares[g]) : `soort-${types[g]}`;
    const path = layer.getElement();
    const erbij = path.classList.contains("erbij") ? " erbij" : "";
    const classes = `leaflet-interactive gemeente ${name}${erbij}`;
    // Setting what is there already costs as much as setting something else.
    if (path.getAttribute("class") !== classes) path.setAttribute("class", classes);
  });
}

/** The gemeenten that stand out, and what is outlined. */
export function focusOf(data, state, region) {
  if (region) {
    const theirs = state.domains ? [] : region.theirs;
    return { shown: [...region.members, ...theirs], own: region.members, theirs, region };
  }
  if (state.gemeente !== null) {
    const partners = shownIndelingen(data, state).slice(0, state.domains ? 3 : 2)
      .map((k) => [state.gemeente, ...partnersOf(data.indelingen[k], state.gemeente)]);
    const [own, theirs] = state.domains ? [[], []] : partners;
    return { shown: [...new Set(partners.flat())], own, theirs };
  }
  const inside = data.gemeenten.flatMap(([, , owner], g) => (owner === state.province ? [g] : []));
  return { shown: inside, own: [], theirs: [] };
}

/** Outline and hatch what is chosen; let the rest fade. */
export function showFocus(drawn, state, view, { shown, own, theirs, region }) {
  drawn.layers.gekozen.setArcs(around(drawn, own));
  for (const name of ["gekozen-ander", "gekozen-ander-rand"]) {
    drawn.layers[name].setArcs(around(drawn, theirs));
  }
  const one = state.gemeente === null ? [] : [state.gemeente];
  drawn.layers["gekozen-gemeente"].setArcs(around(drawn, [...new Set([...one, ...state.group])]));
  fadeOthers(drawn, shown);
  if (!region || state.domains) hatch(drawn, view.outside, view.elsewhere);
  else if (region.type === CROSSING) hatch(drawn, region.extra, region.missing);
  else hatch(drawn, [], []);
  wholeButton().hidden = state.region === null && state.gemeente === null && state.province === null;
}
