// What the panel says of the pair, or of the main indelingen: a sentence, scores, a list.

const FITS = ["overal gelijk", "past overal", "", "snijdt door een andere"];

/** Whether one of these gemeenten is in the province; always so when none is chosen. */
function touches(data, state, gemeenten) {
  if (state.province === null) return true;
  return gemeenten.some((g) => data.gemeenten[g][2] === state.province);
}

/** One sentence on what the map shows of a pair. */
function pairSummary(data, state, regions, chafing) {
  const [a, b] = [data.indelingen[state.a], data.indelingen[state.b]];
  if (!comparable(data, state.a, state.b)) {
    return `${capital(a.naam)} en ${b.naam} zijn niet te vergelijken: geen gemeente zit in beide.`;
  }
  const where = state.province === null ? "" : ` in ${data.provincies[state.province]}`;
  const crossing = regions.filter(({ type }) => type === CROSSING).length;
  if (!regions.length) return `Er zijn geen ${a.naam}${where} die te vergelijken zijn.`;
  if (!crossing) {
    const all = regions.length === 1 ? `De enige ${a.enkelvoud}${where} past` : `Alle ${regions.length} ${a.naam}${where} passen`;
    return `${all}: zonder door een grens van de ${b.naam} heen te snijden.`;
  }
  const verb = crossing === 1 ? "snijdt er 1" : `snijden er ${crossing}`;
  const who = regions.length === 1 ? `De enige ${a.enkelvoud}${where} snijdt` : `Van de ${regions.length} ${a.naam}${where} ${verb}`;
  const chafe = chafing === 1 ? "schuurt 1 gemeente" : `schuren ${chafing} gemeenten`;
  return `${who} (oranje) door grenzen van de ${b.naam} heen. Er ${chafe} (gearceerd).`;
}

/** One sentence on what the map shows of the main indelingen. */
function domainsSummary(data, state, regions) {
  const where = state.province === null ? "" : ` in ${data.provincies[state.province]}`;
  const crossing = regions.filter(({ crossed }) => crossed.length).length;
  const equal = regions.filter((r) => r.equal && r.indeling === data.main[0]).length;
  const same = equal === 1 ? "is 1 regio" : `zijn ${equal || "geen"} regio's`;
  const every = data.main.length === 2 ? "beide" : `alle ${data.main.length}`;
  const first = `Van de ${regions.length} ${mainNames(data)}${where} snijden er ${crossing} door een regio van een andere indeling heen.`;
  return `${first} In ${every} de indelingen ${same} precies dezelfde.`;
}

/** A list of scores with what they mean. */
function scoreList(rows) {
  const list = element("dl", "", "scores");
  for (const [[name, meaning], value] of rows) {
    const row = document.createElement("div");
    row.append(element("dt", name), element("dd", decimals(value), "getal"));
    const unknown = value === null ? "niet bepaald: bestaat niet voor deze indelingen" : meaning;
    row.append(element("dd", unknown, "uitleg"));
    list.append(row);
  }
  return list;
}

/** The scores of a pair, and of the province when one is chosen. */
function pairScores(data, state) {
  const found = scoresOf(data, state.a, state.b);
  if (!found) return [];
  const rows = data.measures.map((measure, k) => [measure, found.values[k]]);
  const [rand, omega, similarity, ...others] = rows;
  const first = rand[1] === null ? omega : rand;
  const parts = [scoreList([first, similarity, others[0]])];
  if (state.province !== null) parts.push(provinceScore(data, state, similarity));
  const more = document.createElement("details");
  more.append(element("summary", "Meer scores"));
  const names = `A staat voor de ${data.indelingen[state.a].naam}, B voor de ${data.indelingen[state.b].naam}.`;
  more.append(element("p", names, "uitleg"));
  more.append(scoreList([rand[1] === null ? rand : omega, ...others.slice(1)]));
  const count = found.gemeenten;
  const total = data.gemeenten.length;
  const compared = `Vergeleken: ${count} van de ${total} gemeenten. Elke gemeente telt even zwaar; bij 1 passen zij volledig.`;
  return [...parts, more, element("p", compared, "uitleg")];
}

/** The score of the chosen province beside that of the country. */
function provinceScore(data, state, [[name], country]) {
  const place = pairPlace(data.indelingen.length, state.a, state.b);
  const own = data.local[place][state.province];
  const where = data.provincies[state.province];
  return element("p", `${name} van de gemeenten in ${where}: ${decimals(own)} (heel het land ${decimals(country)}).`);
}

/** The scores of the main indelingen, a row for every pair. */
function domainsScores(data) {
  const table = element("table", "", "drie");
  const head = element("tr");
  const shown = [0, 2, 3];
  head.append(element("th", "Indelingen"), ...shown.map((k) => element("th", data.measures[k][0], "getal")));
  for (const cell of head.children) cell.scope = "col";
  table.append(element("caption", "Scores van elk paar", "alleen-voorlezen"), head);
  data.main.forEach((a, i) => {
    for (const b of data.main.slice(i + 1)) {
      const row = element("tr");
      const { values } = scoresOf(data, a, b) ?? { values: [] };
      const names = element("th", `${capital(data.indelingen[a].naam)} en ${data.indelingen[b].naam}`);
      names.scope = "row";
      row.append(names, ...shown.map((k) => element("td", decimals(values[k] ?? null), "getal")));
      table.append(row);
    }
  });
  return [table, element("p", "Elke gemeente telt even zwaar; bij 1 passen zij volledig.", "uitleg")];
}

/** What tells a region from all others; empty for none. */
function regionKey(region) {
  return region ? `${region.indeling}.${region.verband}` : "";
}

/** The button in the list that shows a region on the map. */
function regionButton(data, region, detail, { choose, lists }) {
  const button = element("button");
  button.type = "button";
  button.dataset.regio = regionKey(region);
  button.setAttribute("aria-pressed", String(button.dataset.regio === lists.pressed));
  const name = data.indelingen[region.indeling].verbanden[region.verband];
  button.append(element("span", name, "naam"), element("span", detail, "tegen"));
  button.addEventListener("click", () => choose(region));
  return button;
}

/** The columns of the list of a pair. */
function pairColumns(data, use) {
  const detail = (r) => {
    const other = data.indelingen[r.other].verbanden[r.counterpart];
    return { 0: `= ${other}`, 1: `binnen ${other}`, 2: `grootste deel: ${other}` }[r.type] ?? `lijkt het meest op ${other}`;
  };
  const name = (r) => data.indelingen[r.indeling].verbanden[r.verband];
  return [
    { head: "Regio", value: name, cell: (r) => regionButton(data, r, detail(r), use) },
    { head: "Gem.", title: "Aantal gemeenten", number: true, value: (r) => r.members.length, cell: (r) => element("span", String(r.members.length)) },
    { head: "In beide", title: "Welk deel van de gemeenten van regio en tegenhanger in beide zit", number: true, value: (r) => r.shared / r.together, cell: (r) => element("span", `${r.shared} van ${r.together}`) },
    { head: "Schuurt", title: "Aantal schuurgemeenten", number: true, value: (r) => r.extra.length + r.missing.length, cell: (r) => element("span", String(r.extra.length + r.missing.length)) },
  ];
}

/** The columns of the list of the main indelingen. */
function domainsColumns(data, use) {
  const name = (r) => data.indelingen[r.indeling].verbanden[r.verband];
  const crosses = ({ crossed, equal }) => {
    if (equal) return "overal gelijk";
    return crossed.length ? crossed.map(({ other }) => data.indelingen[other].naam).join(", ") : "geen";
  };
  return [
    { head: "Regio", value: name, cell: (r) => regionButton(data, r, data.indelingen[r.indeling].enkelvoud, use) },
    { head: "Gem.", title: "Aantal gemeenten", number: true, value: (r) => r.members.length, cell: (r) => element("span", String(r.members.length)) },
    { head: "Snijdt door", title: "Door welke andere indelingen", value: (r) => -r.crossed.length, cell: (r) => element("span", crosses(r)) },
  ];
}

/** The boxes that choose which types the list holds, with their counts. */
function typeBoxes(data, { names, kindOf, colours }, regions, chosen, change) {
  const group = element("fieldset", "", "soorten");
  group.append(element("legend", "In de lijst"));
  for (const kind of [3, 2, 1, 0]) {
    const count = regions.filter((region) => kindOf(region) === kind).length;
    if (!count) continue;
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = chosen.has(kind);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(kind);
      else chosen.delete(kind);
      change();
    });
    label.append(box, ...(colours ? [swatch(`vlak-${data.types[kind]}`)] : []));
    label.append(element("span", names[kind]), element("span", String(count), "aantal"));
    group.append(label);
  }
  return group;
}

/** The kinds of region that the list tells apart; colours are only on the map of a pair. */
function kindsOf(data, { domains }) {
  const worst = (r) => (r.crossed.length ? CROSSING : r.equal ? 0 : 1);
  return domains
    ? { names: FITS, kindOf: worst, colours: false }
    : { names: data.types, kindOf: (r) => r.type, colours: true };
}

/** The list of regions with its boxes. */
function regionList(data, state, regions, lists, choose) {
  const { chosen, order } = state.domains ? lists.domains : lists.pair;
  const kinds = kindsOf(data, state);
  const use = { choose, lists };
  const columns = state.domains ? domainsColumns(data, use) : pairColumns(data, use);
  const { table, fill } = sortableTable("Regio's; kies er een om haar op de kaart te zien", columns, order);
  const none = element("p", "Geen regio van deze soort.", "uitleg");
  const change = () => {
    const shown = regions.filter((region) => chosen.has(kinds.kindOf(region)));
    fill(shown);
    none.hidden = shown.length > 0;
    table.hidden = !shown.length;
  };
  const boxes = typeBoxes(data, kinds, regions, chosen, change);
  change();
  return [boxes, table, none];
}

/** Names of gemeenten as running text. */
function namesText(data, gemeenten) {
  const names = gemeenten.map((g) => data.gemeenten[g][1]).sort((x, y) => x.localeCompare(y, "nl"));
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} en ${names.at(-1)}` : names.join("");
}

/** A heading with the gemeenten that are in one of two regions only. */
function onlyIn(data, name, gemeenten) {
  if (!gemeenten.length) return [];
  const head = element("dt", `alleen in ${name} (${gemeenten.length})`);
  return [head, element("dd", namesText(data, gemeenten))];
}

/** Fill the part of the panel on the chosen region: who is in it, and who makes it chafe. */
function showChosen(data, state, region) {
  const section = document.getElementById("keuze");
  section.hidden = !region;
  if (!region) {
    section.replaceChildren();
    return;
  }
  const own = fullName(data.indelingen[region.indeling], region.verband);
  const list = element("dl");
  if (state.domains) {
    list.append(element("dt", `gemeenten (${region.members.length})`));
    list.append(element("dd", namesText(data, region.members)));
  } else {
    const other = fullName(data.indelingen[region.other], region.counterpart);
    const both = region.members.filter((g) => region.theirs.includes(g));
    list.append(element("dt", `ook in ${other} (${both.length})`), element("dd", namesText(data, both)));
    list.append(...onlyIn(data, own, region.extra), ...onlyIn(data, other, region.missing));
  }
  section.replaceChildren(element("h2", capital(own)), list);
}
