// The scores in the panel, by the names that the registry of measures gives them.

import { thousandthsOf } from "./maatstaven.js";
import { meanCongruence, measured, provinceScores, scoresOf } from "./paren.js";
import { capital, decimals, element, headCell, inProvince, percentage, signed } from "./tekst.js";

const LOCAL = "element_centric_similarity";
const WEIGHED = "lke gemeente telt even zwaar; bij 1 passen zij volledig.";

/** Names of the measures that say most; one that does not exist for this pair gives way. */
export function leading(data, found = null) {
  const names = Object.keys(data.measures).filter((name) => data.measures[name].leading);
  const shown = (name) => (found && found[name] === null ? data.measures[name].instead : null);
  return names.map((name) => shown(name) ?? name);
}

/** What a plan does to a score of a pair, in thousandths; null where it does nothing to the pair. */
function scoreChange(data, name, a, b) {
  if (![a, b].some((k) => data.changed.includes(k))) return null;
  const [before, after] = [data.base, data].map((one) => measured(one, a, b)?.[name]);
  return before === undefined || after === undefined ? null : thousandthsOf(after - before);
}

/** What a plan does to a score, to stand beside it; empty without a plan. */
function changeMark(change) {
  return change === null ? [] : [" ", element("span", signed(change), "verschil")];
}

/** A list of scores with what they mean. */
function scoreList(data, names, found, change) {
  const list = element("dl", "", "scores");
  for (const name of names) {
    const { label, meaning } = data.measures[name];
    const unknown = "niet bepaald: bestaat niet voor deze indelingen";
    const row = element("div");
    const number = element("dd", decimals(found[name]), "getal");
    number.append(...changeMark(change(name)));
    row.append(element("dt", label), number);
    row.append(element("dd", found[name] === null ? unknown : meaning, "uitleg"));
    list.append(row);
  }
  return list;
}

/** The scores of a pair, and of the province when one is chosen. */
export function pairScores(data, state) {
  const found = scoresOf(data, state.a, state.b);
  if (!found) return [];
  const first = leading(data, found);
  const others = Object.keys(data.measures).filter((name) => !first.includes(name));
  const change = (name) => scoreChange(data, name, state.a, state.b);
  const parts = [scoreList(data, first, found, change)];
  if (state.province !== null) parts.push(provinceScore(data, state, found[LOCAL]));
  const names = `A staat voor de ${data.indelingen[state.a].naam}, B voor de ${data.indelingen[state.b].naam}.`;
  const more = element("details");
  more.append(element("summary", "Meer scores"), element("p", names, "uitleg"));
  more.append(scoreList(data, others, found, change));
  const compared = `Vergeleken: ${found.gemeenten} van de ${data.gemeenten.length} gemeenten.`;
  return [...countryNote(state), ...parts, more, element("p", `${compared} E${WEIGHED}`, "uitleg")];
}

/** That scores are of the whole country, when a province is chosen. */
function countryNote({ province }) {
  return province === null ? [] : [element("p", "Heel het land:", "uitleg")];
}

/** The score of the chosen province beside that of the country. */
function provinceScore(data, state, country) {
  const where = `van de gemeenten in ${data.provincies[state.province]}`;
  const own = decimals(provinceScores(data, state.a, state.b)[state.province]);
  return element("p", `${data.measures[LOCAL].label} ${where}: ${own} (heel het land ${decimals(country)}).`);
}

/** The scores of the main indelingen, a row for every pair. */
export function domainsScores(data, state) {
  const table = element("table", "", "drie");
  const shown = leading(data);
  table.append(element("caption", "Scores van elk paar", "alleen-voorlezen"));
  const head = element("tr");
  head.append(headCell("col", "Indelingen"));
  head.append(...shown.map((name) => {
    const { label, short } = data.measures[name];
    const cell = headCell("col", "", "getal");
    const word = element("abbr", short);
    word.title = label;
    cell.append(word);
    return cell;
  }));
  table.append(head);
  data.main.forEach((a, i) => {
    for (const b of data.main.slice(i + 1)) {
      const row = element("tr");
      const found = scoresOf(data, a, b) ?? {};
      row.append(headCell("row", `${capital(data.indelingen[a].naam)} en ${data.indelingen[b].naam}`));
      row.append(...shown.map((name) => {
        const cell = element("td", decimals(found[name] ?? null), "getal");
        cell.append(...changeMark(scoreChange(data, name, a, b)));
        return cell;
      }));
      table.append(row);
    }
  });
  return [...countryNote(state), table, ...provinceMeans(data, state), element("p", `E${WEIGHED}`, "uitleg")];
}

/** The similarity of every pair in the chosen province. */
function provinceMeans(data, state) {
  if (state.province === null) return [];
  const list = element("ul", "", "provincie-scores");
  const { label } = data.measures[LOCAL];
  data.main.forEach((a, i) => {
    for (const b of data.main.slice(i + 1)) {
      const own = decimals(provinceScores(data, a, b)[state.province]);
      const pair = `${data.indelingen[a].naam} en ${data.indelingen[b].naam}`;
      list.append(element("li", `${label}${inProvince(data, state)}, ${pair}: ${own}.`));
    }
  });
  const share = meanCongruence(data, state.province);
  if (share !== null) {
    const [own, all] = [share, meanCongruence(data, null)].map((one) => percentage(thousandthsOf(one)));
    list.append(element("li", `Territoriale congruentie${inProvince(data, state)}: ${own} (heel het land ${all}).`));
  }
  return [list];
}
