// What the map shows, in a sentence.

import { mainNames } from "./gemeente.js";
import { chafingOf, regionsInView } from "./gevolgen.js";
import { CROSSING, comparable, overlaps, UNKNOWN } from "./paren.js";
import { capital, element, inProvince, isInView } from "./tekst.js";

/** That it is not known of some regions whether they fit; empty when there are none. */
function unknownSentence(a, b, count) {
  if (!count) return "";
  const [who, fit, whose] = count === 1 ? [a.enkelvoud, "zij past", "haar"] : [a.naam, "zij passen", "hun"];
  return `Van ${count} ${who} is onbekend of ${fit}: een deel van ${whose} gemeenten zit in geen van de ${b.naam}.`;
}

/** Why two indelingen cannot be compared. */
function notComparable(data, { a: first, b: second }) {
  const [a, b] = [data.indelingen[first], data.indelingen[second]];
  if ([first, second].includes(data.own) && [first, second].some((k) => overlaps(data, k))) {
    return `Een eigen indeling vergelijkt deze pagina niet met een indeling met overlap, zoals ${overlaps(data, first) ? a.naam : b.naam}.`;
  }
  return `${capital(a.naam)} en ${b.naam} zijn niet te vergelijken: geen gemeente zit in beide.`;
}

/** How many of some regions fit, of which it is known. */
function fitSentence(a, b, regions, where) {
  const crossing = regions.filter(({ type }) => type === CROSSING).length;
  const through = `door een grens van de ${b.naam} heen`;
  if (!crossing && regions.length === 1) return `De enige ${a.enkelvoud}${where} past: zij snijdt niet ${through}.`;
  if (!crossing) return `Alle ${regions.length} ${a.naam}${where} passen: geen ervan snijdt ${through}.`;
  const verb = crossing === 1 ? "snijdt er 1" : `snijden er ${crossing}`;
  const who = regions.length === 1 ? `De enige ${a.enkelvoud}${where} snijdt` : `Van de ${regions.length} ${a.naam}${where} ${verb}`;
  return `${who} (oranje) door grenzen van de ${b.naam} heen.`;
}

/** How many gemeenten chafe the other way round, and both ways together. */
function turnedSentence(data, state, gemeenten) {
  const { outside, elsewhere } = chafingOf(regionsInView(data, { ...state, a: state.b, b: state.a }));
  const turned = [...outside, ...elsewhere];
  const [a, b] = [data.indelingen[state.a], data.indelingen[state.b]];
  return `Andersom, van ${b.naam} naar ${a.naam}, zijn het er ${turned.length}, samen ${new Set([...gemeenten, ...turned]).size}.`;
}

/** How many gemeenten chafe, how many of them are in view, and how many the other way round; empty
 * when there are none. */
function chafeSentence(data, state, gemeenten) {
  if (!gemeenten.length) return "";
  const chafe = gemeenten.length === 1 ? "schuurt 1 gemeente" : `schuren ${gemeenten.length} gemeenten`;
  const where = inProvince(data, state);
  const here = where ? `, waarvan ${gemeenten.filter((g) => isInView(data, state, g)).length}${where}` : "";
  return `Er ${chafe} (gearceerd)${here}. ${turnedSentence(data, state, gemeenten)}`;
}

/** What the map shows of a pair, in some sentences. */
export function pairSummary(data, state, { regions, outside, elsewhere }) {
  if (!comparable(data, state)) return notComparable(data, state);
  const [a, b] = [data.indelingen[state.a], data.indelingen[state.b]];
  const where = inProvince(data, state);
  if (!regions.length) return `Er zijn geen ${a.naam}${where} die te vergelijken zijn.`;
  const known = regions.filter(({ type }) => type !== UNKNOWN);
  const told = known.length ? [fitSentence(a, b, known, where), chafeSentence(data, state, [...outside, ...elsewhere])] : [];
  return [...told, unknownSentence(a, b, regions.length - known.length)].filter(Boolean).join(" ");
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
