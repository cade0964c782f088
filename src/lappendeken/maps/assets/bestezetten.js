// The single moves that gain most, for those who are chosen, their province or the country.

import { comparedPairs, comparedPlaces } from "./gevolgen.js";
import { fitsOf, thousandthsOf } from "./maatstaven.js";
import { asPartition } from "./paren.js";
import { carriedOut } from "./plan.js";
import { buttonOf, element, signed, whole } from "./tekst.js";
import { bestMoves } from "./zetten.js";
import { moversOf } from "./zetpaneel.js";

const SHOWN_MOVES = 6;

/** The gemeenten whose moves are shown, and what they are called. */
function candidates(data, state) {
  const movers = moversOf(state);
  if (movers.length === 1) return [movers, data.gemeenten[movers[0]][1]];
  if (movers.length) return [movers, "de groep"];
  const inside = data.gemeenten.flatMap(([, , owner], g) => (state.province === null || owner === state.province ? [g] : []));
  return [inside, state.province === null ? "het hele land" : data.provincies[state.province]];
}

/** The number of crossing regions in all that is compared, both ways. */
function crossings(data, state) {
  const codes = data.gemeenten.map(([code]) => code);
  const across = data.types.indexOf("doorsnijdend");
  const partition = (k) => asPartition(data.indelingen[k]);
  const count = (a, b) => fitsOf(partition(a), partition(b), codes).types.filter((type) => type === across).length;
  return comparedPairs(data, state).reduce((sum, [a, b]) => sum + count(a, b) + count(b, a), 0);
}

/** What a move does to the number of crossing regions, in words. */
function crossingText(change) {
  if (!change) return "evenveel regio's doorsnijdend";
  const number = Math.abs(change);
  return `${number} ${number === 1 ? "regio" : "regio's"} ${change < 0 ? "minder" : "meer"} doorsnijdend`;
}

/** One move with what it gains, as a button that makes it. */
function moveButton(data, state, move, before, choose) {
  const { g, k, from, to, gain } = move;
  const { enkelvoud, verbanden } = data.indelingen[k];
  const step = { k, gemeenten: [g], to };
  const button = buttonOf("", () => choose(step));
  button.append(element("span", `${data.gemeenten[g][1]} naar ${verbanden[to]}`, "naam"));
  const change = crossings(carriedOut(data, step), state) - before;
  const what = `${enkelvoud}, nu ${verbanden[from]}; ARI ${signed(thousandthsOf(gain))}; ${crossingText(change)}`;
  button.append(element("span", what, "tegen"));
  return button;
}

/** The list of the best moves, with a heading. */
export function bestMovesParts(data, state, neighbours, choose, most = SHOWN_MOVES) {
  const [gemeenten, name] = candidates(data, state);
  const moves = bestMoves(data, comparedPlaces(data, state), gemeenten, neighbours);
  const head = element("h3", most === SHOWN_MOVES ? `Beste zetten voor ${name}` : `De ${most} beste zetten van ${name}`);
  if (!moves.length) return [head, element("p", "Geen buur zit in een andere regio.", "uitleg")];
  const gains = moves.filter(({ gain }) => gain > 1e-12).length;
  const few = moves.length === 1 ? "1 zet" : `${whole(moves.length)} zetten`;
  const told = `Van ${few} naar de regio van een buurgemeente ${gains === 1 ? "brengt er 1" : `brengen er ${gains || "geen"}`} de indelingen dichter bij elkaar (ARI${state.domains ? ", gemiddeld" : ""}).`;
  const before = crossings(data, state);
  const list = element("ul", "", "zetten");
  for (const move of moves.slice(0, most)) {
    const row = element("li");
    row.append(moveButton(data, state, move, before, choose));
    list.append(row);
  }
  return [head, element("p", told, "uitleg"), list];
}
