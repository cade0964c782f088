// What the map shows, in a sentence.

import { mainNames } from "./gemeente.js";
import { CROSSING, comparable, overlaps, UNKNOWN } from "./paren.js";
import { capital, element, inProvince, isInView } from "./tekst.js";

/** That it is not known of some regions how they fit; empty when there are none. */
function unknownNote(a, b, { length }) {
  if (!length) return "";
  const [who, fit, whose] = length === 1 ? [a.enkelvoud, "zij past", "haar"] : [a.naam, "zij passen", "hun"];
  return ` Van ${length} ${who} is onbekend of ${fit}: een deel van ${whose} gemeenten zit in geen van de ${b.naam}.`;
}

/** What the map shows of a pair, in a sentence or two. */
export function pairSummary(data, state, { regions: every, outside, elsewhere }) {
  const [a, b] = [data.indelingen[state.a], data.indelingen[state.b]];
  if (!comparable(data, state)) {
    if ([state.a, state.b].includes(data.own) && [state.a, state.b].some((k) => overlaps(data, k))) {
      return `Een eigen indeling vergelijkt deze pagina niet met een indeling met overlap, zoals ${overlaps(data, state.a) ? a.naam : b.naam}.`;
    }
    return `${capital(a.naam)} en ${b.naam} zijn niet te vergelijken: geen gemeente zit in beide.`;
  }
  const where = inProvince(data, state);
  const regions = every.filter(({ type }) => type !== UNKNOWN);
  const unknown = unknownNote(a, b, every.filter(({ type }) => type === UNKNOWN));
  if (!regions.length && unknown) return unknown.trim();
  const crossing = regions.filter(({ type }) => type === CROSSING).length;
  if (!regions.length) return `Er zijn geen ${a.naam}${where} die te vergelijken zijn.`;
  const through = `door een grens van de ${b.naam} heen`;
  if (!crossing && regions.length === 1) return `De enige ${a.enkelvoud}${where} past: zij snijdt niet ${through}.${unknown}`;
  if (!crossing) return `Alle ${regions.length} ${a.naam}${where} passen: geen ervan snijdt ${through}.${unknown}`;
  const verb = crossing === 1 ? "snijdt er 1" : `snijden er ${crossing}`;
  const who = regions.length === 1 ? `De enige ${a.enkelvoud}${where} snijdt` : `Van de ${regions.length} ${a.naam}${where} ${verb}`;
  const chafing = outside.length + elsewhere.length;
  const chafe = chafing === 1 ? "schuurt 1 gemeente" : `schuren ${chafing} gemeenten`;
  const inside = [...outside, ...elsewhere].filter((g) => isInView(data, state, g)).length;
  const here = where ? `, waarvan ${inside}${where}` : "";
  return `${who} (oranje) door grenzen van de ${b.naam} heen. Er ${chafe} (gearceerd)${here}.${unknown}`;
}

/** One sentence on what the map shows of the main indelingen. */
export function domainsSummary(data, state, { regions }) {
  const crossing = regions.filter(({ crossed }) => crossed.length).length;
  const equal = regions.filter((r) => r.equal && r.indeling === data.main[0]).length;
  const same = equal === 1 ? "is 1 regio" : `zijn ${equal || "geen"} regio's`;
  const every = data.main.length === 2 ? "beide" : `alle ${data.main.length}`;
  const first = `Van de ${regions.length} ${mainNames(data)}${inProvince(data, state)} snijden er ${crossing} door een regio van een andere indeling heen.`;
  return `${first} In ${every} de indelingen ${same} precies dezelfde.`;
}

/** That what is shown is after a plan or of an earlier date, as the end of a sentence on it. */
export function planNote(data) {
  if (data.past) return ` Zo was het op ${data.then.day}, op de gemeenten van nu.`;
  if (data.beyond) return " Zonder het plan: een indeling met overlap rekent deze pagina niet door.";
  return data.changed.length ? " Dit is de uitkomst van het plan." : "";
}

/** How many gemeenten no source confirms in what is compared: a paragraph, if there are any. */
export function doubtSummary(data, state) {
  const places = state.domains ? data.main : [state.a, state.b];
  const told = [...new Set(places)].map((k) => data.indelingen[k].doubtful).filter(Boolean);
  const text = data.whole ? `Weggelaten, want niet door een bron bevestigd: ${told.join(", ")}.` : `${capital(told.join(", "))}.`;
  return told.length ? [element("p", text, "uitleg")] : [];
}
