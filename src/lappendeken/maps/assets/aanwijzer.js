// What is shown of the gemeente under the pointer. All text is set as text, never as markup.

const LISTED = 3;

/** What a row says of one indeling. */
function verbandenText({ verbanden, members }, g) {
  const own = members[g];
  if (typeof own === "number") return `${own} verbanden`;
  if (own.length > LISTED) return `${own.length} verbanden`;
  return own.length ? own.map((verband) => verbanden[verband]).join(", ") : "geen";
}

/** Why a gemeente is a schuurgemeente: one sentence for each non-congruent region. */
function chafingReasons(direction, a, b, g) {
  const reasons = [];
  for (const region of direction.regions.filter(({ crossing }) => crossing)) {
    const own = fullName(a, region.verband);
    const other = fullName(b, region.counterpart);
    if (region.extra.includes(g)) {
      reasons.push(`zit in ${own}, maar niet in ${other}, waar die het meest op lijkt`);
    } else if (region.missing.includes(g)) {
      reasons.push(`zit in ${other}, maar niet in ${own}, die daar het meest op lijkt`);
    }
  }
  return reasons;
}

/** The table with the verbanden of a gemeente in every indeling shown. */
function verbandenTable(indelingen, g) {
  const table = element("table");
  indelingen.forEach((indeling, k) => {
    const row = element("tr", "", ["vergeleken", "vergeleken laatste"][k] || "");
    const head = element("th", capital(indeling.enkelvoud));
    head.scope = "row";
    row.append(head, element("td", verbandenText(indeling, g)));
    table.append(row);
  });
  return table;
}

/** All that is said of one gemeente. */
function describeGemeente(data, current, g) {
  const direction = data.directions[current];
  const [first, second, ...others] = data.indelingen;
  const [a, b] = current ? [second, first] : [first, second];
  const type = data.types[direction.types[g]];
  const parts = [element("div", data.gemeenten[g][0], "gemeentenaam")];
  parts.push(element("div", data.gemeenten[g][1], "provincie"));
  parts.push(verbandenTable([a, b, ...others], g));
  parts.push(element("p", typeText(type, a, b, g)));
  const reasons = chafingReasons(direction, a, b, g);
  for (const reason of reasons.slice(0, LISTED)) {
    parts.push(element("p", `Schuurt: ${reason}.`, "schuurt"));
  }
  if (reasons.length > LISTED) {
    parts.push(element("p", `En nog ${reasons.length - LISTED} keer.`, "schuurt"));
  }
  return parts;
}

/** What the colour of a gemeente says. */
function typeText(type, a, b, g) {
  if (type === "buiten") return "Niet vergeleken: zit niet in beide indelingen.";
  const count = a.members[g].length;
  if (count === 1) return `Deze ${a.enkelvoud} is ${type}.`;
  return `Zit in ${count} ${a.naam}; de kleur is die van de minst passende: ${type}.`;
}

/** Show and hide the box as the pointer moves over the gemeenten. */
function watchPointer(map, data, drawn, state) {
  const box = document.querySelector(".aanwijzer");
  const hide = () => {
    box.hidden = true;
    drawn.layers["onder-muis"].setLatLngs([]);
  };
  drawn.gemeenten.forEach((layer, g) => {
    const show = ({ originalEvent }) => {
      box.replaceChildren(...describeGemeente(data, state.direction, g));
      box.hidden = false;
      placeBox(box, originalEvent);
      drawn.layers["onder-muis"].setLatLngs(drawn.shapes[g].flat());
    };
    layer.on({ mouseover: show, click: show, mouseout: hide });
    layer.on("mousemove", ({ originalEvent }) => placeBox(box, originalEvent));
  });
  map.on("movestart zoomstart", hide);
  document.addEventListener("pointerdown", ({ target }) => {
    if (!target.closest("path.gemeente")) hide();
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
  return hide;
}
