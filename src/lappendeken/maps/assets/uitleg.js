// Why, in sentences: what keeps a region from fitting, the smallest step that makes it fit, and the
// place of a gemeente or a province among all.

import { congruences, meanCongruence, provinceScores } from "./paren.js";
import { buttonOf, element, fullName, listing, percentage, whole } from "./tekst.js";
import { piecesOf, smallestStep } from "./waarom.js";

const NAMED = 3;

/** Some names as running text, or how many there are. */
function fewNames(data, gemeenten) {
  const names = gemeenten.map((g) => data.gemeenten[g][1]);
  return names.length > NAMED ? `${names.length} gemeenten` : listing(names);
}

/** What keeps a region from fitting in another indeling. */
function misfitText(data, region) {
  const { naam, verbanden } = data.indelingen[region.other];
  const pieces = piecesOf(data, region);
  const parts = pieces.map(({ b, inside }) => `${fewNames(data, inside)} in ${verbanden[b]}`);
  const rest = pieces.filter(({ outside }) => outside.length).map(({ b, outside }) => `${verbanden[b]} (${outside.length})`);
  return `Past niet in de ${naam}: ${listing(parts)}; en daar horen ook gemeenten van buiten deze regio bij: ${listing(rest)}.`;
}

/** One step in words: who goes where, in which indeling. */
function goingText(data, { k, gemeenten, to }) {
  const names = gemeenten.map((g) => data.gemeenten[g][1]);
  return `${listing(names)} naar ${fullName(data.indelingen[k], to)}`;
}

/** The smallest step that makes a region fit, with a button that takes it. */
function stepParts(data, region, take) {
  const found = smallestStep(data, region);
  if (!found) return [];
  const { steps, count, crossing, before } = found;
  const verb = steps.length === 1 && count === 1 ? "gaat" : "gaan";
  const going = listing(steps.map((step) => goingText(data, step)));
  const change = crossing === before ? `blijven er ${before}` : `zijn er ${crossing} in plaats van ${before}`;
  const text = `Kleinste stap (${count === 1 ? "1 gemeente" : `${count} gemeenten`}): past, als ${going} ${verb}. Dan ${change} regio's doorsnijdend, heen en terug geteld.`;
  return [element("p", text, "stap"), buttonOf("Probeer deze stap", () => take(steps))];
}

/** Why a chosen region does not fit, for every indeling that it crosses. */
export function whyParts(data, region, take) {
  const crossed = region.crossed ?? (region.type === "doorsnijdend" ? [region] : []);
  // A step changes what is, not what was.
  const steps = (one) => (data.past ? [] : stepParts(data, one, take));
  return crossed.flatMap((one) => [element("p", misfitText(data, one)), ...steps(one)]);
}

/** The place of a value among all that are known, the highest first, in words; empty when unknown. */
function placeAmong(values, own) {
  const known = values.filter((value) => value !== null);
  if (own === null || known.length < 2) return "";
  const place = 1 + known.filter((value) => value > own).length;
  const equal = known.filter((value) => value === own).length;
  const shared = equal > 1 ? `, samen met ${whole(equal - 1)} ${equal === 2 ? "andere" : "anderen"}` : "";
  return `plaats ${whole(place)} van ${whole(known.length)}${shared}`;
}

/** The place of a gemeente in territoriale congruentie, as the end of a sentence. */
export function gemeentePlace(data, g) {
  const place = placeAmong(congruences(data), congruences(data)[g]);
  return place && `, ${place}`;
}

/** The place of the chosen province, in a sentence. */
export function provincePlace(data, state) {
  const { province, domains, a, b } = state;
  const name = data.provincies[province];
  const values = domains ? data.provincies.map((_, k) => meanCongruence(data, k)) : provinceScores(data, a, b);
  const place = placeAmong(values, values[province]);
  if (!place) return "";
  const score = domains ? `territoriale congruentie ${percentage(Math.round(values[province] * 1000))}` : "element-centric similarity";
  return `${name} staat onder de provincies op ${place} (${score}; wie op 1 staat, past het best).`;
}
