// One gemeente: its partners in every indeling shown, and what the pointer says of it.

const LISTED = 3;

/** The indelingen that are shown of a gemeente: the pair, then the main ones. */
function shownIndelingen(data, state) {
  const first = state.domains ? [] : [state.a, state.b];
  return [...new Set([...first, ...data.main])];
}

/** The verbanden of a gemeente as one text. */
function verbandenText(indeling, g) {
  const own = verbandenOf(indeling, g);
  if (own.length > LISTED) return `${own.length} verbanden`;
  return own.length ? own.map((verband) => indeling.verbanden[verband]).join(", ") : "geen";
}

/** The partners of a gemeente, and in which of the indelingen each is one. */
function partnerRows(data, places, g) {
  const sets = places.map((k) => new Set(partnersOf(data.indelingen[k], g)));
  const everyone = [...new Set(sets.flatMap((set) => [...set]))];
  const rows = everyone.map((partner) => {
    const shared = sets.map((set) => set.has(partner));
    return { partner, shared, count: shared.filter(Boolean).length };
  });
  const name = ({ partner }) => data.gemeenten[partner][1];
  return rows.sort((x, y) => y.count - x.count || name(x).localeCompare(name(y), "nl"));
}

/** The shortest name of an indeling that says enough: its domain when it stands for one. */
function shortName(data, k) {
  const { enkelvoud, domein } = data.indelingen[k];
  if (!data.main.includes(k)) return enkelvoud;
  return domein === domein.toUpperCase() ? domein : domein.toLowerCase();
}

/** What makes a partner an odd one out: where it is the only time one, or the only time not. */
function oddText(data, places, { shared, count }) {
  const only = (test) => places.filter((_, k) => shared[k] === test);
  if (count === places.length) return "";
  if (count === 1) return `alleen ${shortName(data, only(true)[0])}`;
  if (count === places.length - 1) return `niet bij ${shortName(data, only(false)[0])}`;
  return `${count} van de ${places.length}`;
}

/** What a cell of the matrix holds that is the odd one out in its row; null when none is. */
function oddCell(total, count) {
  if (count === total) return null;
  if (count === 1) return true;
  return count === total - 1 ? false : null;
}

/** The matrix of partners and indelingen. */
function partnerMatrix(data, places, rows, choose) {
  const table = element("table", "", "partners");
  table.append(element("caption", "Partners per indeling", "alleen-voorlezen"));
  const head = document.createElement("tr");
  head.append(element("th", "Partner"));
  for (const k of places) {
    const cell = element("th", shortName(data, k));
    cell.scope = "col";
    head.append(cell);
  }
  const body = document.createElement("tbody");
  body.append(...rows.map((row) => partnerRow(data, places, row, choose)));
  table.append(document.createElement("thead"), body);
  table.querySelector("thead").append(head);
  return table;
}

/** One partner in the matrix. */
function partnerRow(data, places, row, choose) {
  const made = element("tr", "", row.count === places.length ? "overal" : "wisselt");
  const name = element("th", "");
  name.scope = "row";
  const button = element("button", data.gemeenten[row.partner][1]);
  button.type = "button";
  button.addEventListener("click", () => choose(row.partner));
  name.append(button, element("small", oddText(data, places, row)));
  made.append(name);
  const odd = oddCell(places.length, row.count);
  for (const yes of row.shared) {
    const cell = element("td", yes ? "●" : "–", yes ? "wel" : "niet");
    cell.classList.toggle("vreemd", yes === odd);
    cell.setAttribute("aria-label", yes ? "partner" : "geen partner");
    made.append(cell);
  }
  return made;
}

/** Why a gemeente is a schuurgemeente: one sentence for each non-congruent region. */
function chafingReasons(data, regions, g) {
  return regions.filter(({ type }) => type === CROSSING).flatMap((region) => {
    const own = fullName(data.indelingen[region.indeling], region.verband);
    const other = fullName(data.indelingen[region.other], region.counterpart);
    if (region.extra.includes(g)) {
      return [`zit in ${own}, maar niet in ${other}, waar die het meest op lijkt`];
    }
    const reverse = `zit in ${other}, maar niet in ${own}, die daar het meest op lijkt`;
    return region.missing.includes(g) ? [reverse] : [];
  });
}

/** The sentences on a schuurgemeente, at most a few of them. */
function chafingParts(data, regions, g) {
  const reasons = chafingReasons(data, regions, g);
  const parts = reasons.slice(0, LISTED).map((why) => element("p", `Schuurt: ${why}.`, "schuurt"));
  const left = reasons.length - LISTED;
  if (left > 0) parts.push(element("p", `En nog ${left} keer.`, "schuurt"));
  return parts;
}

/** How constant the partners of a gemeente are. */
function partnersText(data, places, rows, g) {
  const name = data.gemeenten[g][1];
  const few = ["geen indeling", "deze indeling", "beide indelingen"][places.length] ?? `deze ${places.length} indelingen`;
  if (!rows.length) return `${name} heeft in ${few} geen partners.`;
  const always = rows.filter(({ count }) => count === places.length).length;
  const number = rows.length === 1 ? "1 gemeente" : `${rows.length} gemeenten`;
  const constant = always > 1 ? `${always} daarvan zijn` : `${always || "geen"} daarvan is`;
  return `${name} werkt in ${few} samen met ${number}; ${constant} overal partner.`;
}

/** The names of the main indelingen in a row, as running text. */
function mainNames(data) {
  const names = data.main.map((k) => data.indelingen[k].naam);
  return `${names.slice(0, -1).join(", ")} en ${names.at(-1)}`;
}

/** Fill the part of the panel on one gemeente. */
function showGemeente(data, state, regions, choose) {
  const section = document.getElementById("gemeente");
  section.hidden = state.gemeente === null;
  if (section.hidden) return;
  const g = state.gemeente;
  const [, name, province] = data.gemeenten[g];
  const places = shownIndelingen(data, state).filter((k) => verbandenOf(data.indelingen[k], g).length);
  const rows = partnerRows(data, places, g);
  const head = element("h2", name);
  head.id = "gemeente-kop";
  head.tabIndex = -1;
  const parts = [head, element("p", data.provincies[province], "uitleg")];
  parts.push(element("p", partnersText(data, places, rows, g)));
  const share = data.congruence[g];
  if (share !== null && data.main.length > 1) {
    const what = `Territoriale congruentie over ${mainNames(data)}`;
    parts.push(element("p", `${what}: ${percentage(share)}.`));
  }
  if (rows.length) parts.push(partnerMatrix(data, places, rows, choose));
  if (!state.domains) parts.push(...chafingParts(data, regions, g));
  section.querySelector(".gemeente-inhoud").replaceChildren(...parts);
}

/** What the box at the pointer says of a gemeente. */
function describeGemeente(data, state, regions, types, g) {
  const [, name, province] = data.gemeenten[g];
  const parts = [element("div", name, "gemeentenaam"), element("div", data.provincies[province])];
  const table = element("table");
  for (const k of shownIndelingen(data, state)) {
    const indeling = data.indelingen[k];
    const compared = !state.domains && (k === state.a || k === state.b);
    const row = element("tr", "", compared ? "vergeleken" : "");
    const head = element("th", capital(indeling.enkelvoud));
    head.scope = "row";
    row.append(head, element("td", verbandenText(indeling, g)));
    table.append(row);
  }
  parts.push(table);
  if (state.domains) {
    parts.push(element("p", `Territoriale congruentie: ${percentage(data.congruence[g])}.`));
  } else {
    parts.push(element("p", typeText(data, state, types[g], g)), ...chafingParts(data, regions, g));
  }
  return parts;
}

/** What the colour of a gemeente says. */
function typeText(data, state, type, g) {
  if (type === NOT_COMPARED) return "Niet vergeleken: zit niet in beide indelingen.";
  const own = data.indelingen[state.a];
  const count = verbandenOf(own, g).length;
  if (count === 1) return `Deze ${own.enkelvoud} is ${data.types[type]}.`;
  return `Zit in ${count} ${own.naam}; de kleur is die van de minst passende: ${data.types[type]}.`;
}

/** Show the box at the pointer, and choose a gemeente by a click. */
function watchGemeenten(map, data, drawn, describe, choose) {
  const box = document.querySelector(".aanwijzer");
  const hide = () => {
    box.hidden = true;
    drawn.layers["onder-muis"].setLatLngs([]);
  };
  drawn.gemeenten.forEach((layer, g) => {
    const show = ({ originalEvent }) => {
      box.replaceChildren(...describe(g));
      box.hidden = false;
      placeBox(box, originalEvent);
      drawn.layers["onder-muis"].setLatLngs(drawn.shapes[g].flat());
    };
    layer.on({ mouseover: show, mouseout: hide });
    layer.on("mousemove", ({ originalEvent }) => placeBox(box, originalEvent));
    layer.on("click", () => choose(g));
  });
  map.on("movestart zoomstart", hide);
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
  return hide;
}
