// The legend of the explorer, for what is on the map now.

import { unconfirmed } from "./beschrijving.js";
import { CLASS, CROSSING, congruences, everyPlace, NOT_COMPARED, UNKNOWN } from "./paren.js";
import { movedIn } from "./plan.js";
import { capital, element, inProvince, isInView } from "./tekst.js";

const STEPS = ["0–20%", "20–40%", "40–60%", "60–80%", "80–100%", "100%: altijd dezelfde partners"];
const WIDTHS = 5;

/** Which step of the ramp a share in thousandths stands on; 0 when it is not known. */
export function rampStep(share) {
  if (share === null) return 0;
  return share === 1000 ? STEPS.length : Math.min(STEPS.length - 1, Math.floor(share / CLASS) + 1);
}

/** Which of five widths a number of borders out of so many has. */
export function widthStep(count, total) {
  return Math.ceil((count * WIDTHS) / total);
}

/** A heading in the legend. */
export function legendHead(text, count) {
  const head = element("p", text, "legenda-kop");
  if (count !== undefined) head.append(" ", element("span", String(count), "aantal"));
  return head;
}

/** A list of samples with their meaning. */
export function legendList(rows) {
  const list = document.createElement("ul");
  for (const [sample, text, count, meaning] of rows) {
    const row = document.createElement("li");
    const words = element("span", text);
    if (count !== undefined) words.append(" ", element("span", String(count), "aantal"));
    if (meaning) words.append(element("small", meaning));
    row.append(sample, words);
    list.append(row);
  }
  return list;
}

/** A sample of a colour. */
export function swatch(className) {
  const sample = element("span", "", `staal ${className}`);
  sample.setAttribute("aria-hidden", "true");
  return sample;
}

/** An SVG element with attributes. */
function svg(tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** A sample of a line. */
export function lineSample(className) {
  const sample = svg("svg", { class: "staal", "aria-hidden": "true" });
  sample.append(svg("path", { d: "M0 7H28", class: `grens ${className}` }));
  return sample;
}

/** A sample of hatching on a colour. */
function hatchSample(colour, pattern) {
  const sample = svg("svg", { class: "staal", "aria-hidden": "true" });
  const size = { width: "100%", height: "100%" };
  sample.append(svg("rect", { ...size, class: colour }));
  sample.append(svg("rect", { ...size, fill: `url(#${pattern})` }));
  return sample;
}

/** The part of the legend on schuurgemeenten: those of the chosen region, or of all that is shown. */
function chafingLegend(data, state, { outside, elsewhere, region }) {
  const [a, b] = [data.indelingen[state.a], data.indelingen[state.b]];
  const count = outside.length + elsewhere.length;
  if (!count) return [];
  const meaning = `Tegenhanger: de ${b.enkelvoud} die het meest op een doorsnijdende ${a.enkelvoud} lijkt.`;
  return [
    legendHead(region ? `Schuurgemeenten van ${a.verbanden[region.verband]}` : state.province === null ? "Schuurgemeenten" : `Schuurgemeenten van regio's${inProvince(data, state)}`, count),
    legendList([
      [hatchSample("vlak-doorsnijdend", "arcering-dicht"), "in de doorsnijdende regio, niet in haar tegenhanger", outside.length],
      [hatchSample("vlak-genest", "arcering-ijl"), "in de tegenhanger, niet in de regio", elsewhere.length],
    ]),
    element("small", meaning),
  ];
}

/** The part of the legend on gemeenten that no source confirms. */
export function doubtLegend(data, state) {
  const inView = ([kind, gemeenten]) => [kind, gemeenten.filter((g) => isInView(data, state, g))];
  const found = Object.entries(unconfirmed(data, state)).map(inView).filter(([, gemeenten]) => gemeenten.length);
  const rows = found.map(([kind, { length }]) => {
    const [label, meaning] = data.certainty[kind];
    return [hatchSample("vlak-genest", `punt-${kind}`), label, length, meaning];
  });
  return rows.length ? [legendHead("Plaats niet door een bron bevestigd"), legendList(rows)] : [];
}

/** The part of the legend on who moves by a plan, or moved since the earlier date. */
function movedLegend(data, places) {
  const { length } = movedIn(data, places);
  if (data.moved) return [legendHead(`Tussen ${data.then.year} en ${data.then.now}`), legendList([[lineSample("verhuisd"), "ging naar een andere regio", length]])];
  return length ? [legendHead("Plan"), legendList([[lineSample("verhuisd"), "gaat naar een andere regio", length]])] : [];
}

/** The schuurgemeenten that are hatched: those of the chosen region, or of all that is shown. */
function shownChafing({ region, outside, elsewhere }) {
  if (!region) return { outside, elsewhere, region: null };
  const crosses = region.type === CROSSING;
  return { region, outside: crosses ? region.extra : [], elsewhere: crosses ? region.missing : [] };
}

/** The legend of a pair. */
export function pairLegend(data, state, view) {
  const [a, b] = [data.indelingen[state.a], data.indelingen[state.b]];
  const count = (kind) => view.regions.filter(({ type }) => type === kind).length;
  const kinds = Object.entries(data.meanings)
    .filter(([kind]) => kind !== UNKNOWN || count(kind))
    .map(([kind, meaning]) => [kind === UNKNOWN ? hatchSample("vlak-onbekend", "kruisjes") : swatch(`vlak-${kind}`), kind, count(kind), meaning]);
  const left = view.types.filter((type, g) => type === NOT_COMPARED && isInView(data, state, g)).length;
  if (left) kinds.push([swatch("vlak-buiten"), "niet vergeleken", left, "gemeenten die niet in beide indelingen zitten"]);
  const parts = [legendHead(`${capital(a.naam)} tegen ${b.naam}${inProvince(data, state)}`), legendList(kinds)];
  parts.push(...chafingLegend(data, state, shownChafing(view)), ...movedLegend(data, [state.a, state.b]), ...doubtLegend(data, state));
  if (state.consensus) return [...parts, ...consensusLegend(data)];
  parts.push(legendHead("Grenzen"));
  parts.push(legendList([
    [lineSample("beide"), "van beide"],
    [lineSample("eigen"), `alleen van ${a.naam}`],
    [lineSample("ander"), `alleen van ${b.naam}`],
  ]));
  return parts;
}

/** The legend of the main indelingen at once. */
export function domainsLegend(data, state) {
  const steps = congruences(data).filter((_, g) => isInView(data, state, g)).map(rampStep);
  const count = (step) => steps.filter((found) => found === step).length;
  const rows = STEPS.map((text, k) => [swatch(`trap-${k + 1}`), text, count(k + 1)]).reverse();
  if (count(0)) rows.push([swatch("vlak-buiten"), "niet bekend", count(0)]);
  const explained = "in welk deel van de indelingen een partner partner is; het getal is het aantal gemeenten";
  const parts = [legendHead(`Territoriale congruentie${inProvince(data, state)}`), element("small", explained), legendList(rows)];
  parts.push(...movedLegend(data, data.main), ...doubtLegend(data, state));
  if (state.consensus) return [...parts, ...consensusLegend(data)];
  parts.push(legendHead("Grenzen"));
  const total = data.main.length;
  parts.push(legendList(Array.from({ length: total }, (_, k) => [
    lineSample(`samen-${Math.min(total - k, 3)}`),
    total - k === total ? `van alle ${total}` : `van ${total - k} van de ${total}`,
  ])));
  return parts;
}

/** The part of the legend on the borders of all indelingen. */
function consensusLegend(data) {
  const total = everyPlace(data).length;
  const ends = Array.from({ length: WIDTHS }, (_, k) => Math.floor(((k + 1) * total) / WIDTHS));
  const rows = ends.flatMap((end, k) => {
    const start = (k ? ends[k - 1] : 0) + 1;
    // With few indelingen not every width occurs.
    if (start > end) return [];
    return [[lineSample(`keer-${k + 1}`), start === end ? `${end}` : `${start} tot en met ${end}`]];
  });
  return [legendHead(`Grenzen: in hoeveel van de ${total} indelingen`), legendList(rows.reverse())];
}

/** Fill the legend; hexagons are told. */
export function fillLegend(parts, { hex }) {
  const told = hex ? [element("small", "Elke zeshoek is één gemeente; zij liggen ongeveer waar zij horen.")] : [];
  document.querySelector(".legenda-inhoud").replaceChildren(...parts, ...told);
}
