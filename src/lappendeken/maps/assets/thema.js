// The page of one thematic map: colours, lines, the table, and what is said of a gemeente.

const DASHES = "5 3";
const CASING = 2;

/** A layer of arcs in a style of its own. */
function styledLines(map, points, className, style, renderer) {
  const layer = lines(map, className, renderer);
  layer.setLatLngs(points);
  Object.assign(layer.getElement().style, style);
  return layer;
}

/** One class of lines; dashed ones lie on white. */
function drawLineClass(map, arcs, line, renderer) {
  const points = line.arcs.map((k) => arcs[k]);
  if (line.dashed) {
    styledLines(map, points, "wit", { strokeWidth: line.width + CASING }, renderer);
  }
  const style = { stroke: line.colour, strokeWidth: line.width };
  if (line.dashed) style.strokeDasharray = DASHES;
  styledLines(map, points, "thema", style, renderer);
}

/** Colour the gemeenten by their class; those outside the province are only there to orient. */
function colourGemeenten(data, gemeenten) {
  const shown = new Set(data.shown);
  gemeenten.forEach((layer, g) => {
    const path = layer.getElement();
    const number = data.classes[g];
    if (!shown.has(g)) path.classList.add("elders");
    else if (number < 0) path.classList.add("onbekend");
    // The edge has the colour of the fill, which closes the seams between neighbours.
    else Object.assign(path.style, { fill: data.colours[number], stroke: data.colours[number] });
  });
}

/** The borders of all gemeenten, and the outer edge of what is shown, which is given back. */
function drawThinLines(map, data, arcs, renderer) {
  const shown = new Set(data.shown);
  const inside = data.topology.owners.map((owners) => owners.some((g) => shown.has(g)));
  lines(map, "grens-elders", renderer).setLatLngs(arcs.filter((_, k) => !inside[k]));
  lines(map, "grens-gemeente", renderer).setLatLngs(arcs.filter((_, k) => inside[k]));
  const edge = outline(data.topology, arcs, data.shown);
  lines(map, "kust", renderer).setLatLngs(edge);
  return edge;
}

/** All layers, in the order in which they lie on each other. */
function drawTheme(map, data) {
  const arcs = decodeArcs(data.topology);
  const shapes = data.topology.shapes.map((shape) => shapePoints(arcs, shape));
  const renderer = L.svg({ padding: 0.5 });
  const gemeenten = drawGemeenten(map, shapes, renderer);
  colourGemeenten(data, gemeenten);
  for (const [name, hatched] of [["dicht", data.dense], ["ijl", data.sparse]]) {
    const layer = surfaces(map, `arcering ${name}`, renderer);
    layer.setLatLngs(hatched.flatMap((g) => shapes[g]));
  }
  const edge = drawThinLines(map, data, arcs, renderer);
  for (const line of data.lines) drawLineClass(map, arcs, line, renderer);
  const chosen = lines(map, "gekozen", renderer);
  const under = lines(map, "onder-muis", renderer);
  return { arcs, shapes, gemeenten, edge, chosen, under };
}

/** All that is said of one gemeente. */
function describeGemeente(data, g) {
  const [name, province] = data.gemeenten[g];
  return [
    element("div", name, "gemeentenaam"),
    element("div", province, "provincie"),
    element("p", data.values[g], "waarde"),
    ...data.details[g].map((text) => element("p", text)),
  ];
}

/** Show and hide the box as the pointer moves over the gemeenten. */
function watchPointer(map, data, drawn) {
  const box = document.querySelector(".aanwijzer");
  const hide = () => {
    box.hidden = true;
    drawn.under.setLatLngs([]);
  };
  drawn.gemeenten.forEach((layer, g) => {
    const show = ({ originalEvent }) => {
      box.replaceChildren(...describeGemeente(data, g));
      box.hidden = false;
      placeBox(box, originalEvent);
      drawn.under.setLatLngs(drawn.shapes[g].flat());
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
}

/** Outline the gemeenten of a row, and move there. */
function showRow(map, data, drawn, gemeenten) {
  drawn.chosen.setLatLngs(outline(data.topology, drawn.arcs, gemeenten));
  fadeOthers(map, drawn, gemeenten);
  const bounds = L.latLngBounds(gemeenten.flatMap((g) => drawn.shapes[g].flat(2)));
  const open = document.querySelector(".legenda").open;
  map.fitBounds(bounds, { ...fitOptions(open), maxZoom: 11 });
  if (!WIDE.matches) map.getContainer().scrollIntoView({ block: "start" });
}

/** Let the names in the table show what they name, or undo that. */
function connectRows(map, data, drawn, whole) {
  const reset = document.querySelector(".heel");
  const clear = () => {
    drawn.chosen.setLatLngs([]);
    fadeOthers(map, drawn, []);
    for (const button of document.querySelectorAll('.waarden [aria-pressed="true"]')) {
      button.setAttribute("aria-pressed", "false");
    }
  };
  const back = () => {
    clear();
    reset.hidden = true;
    whole();
  };
  for (const row of document.querySelectorAll("[data-rij]")) {
    const button = row.querySelector("button");
    button.disabled = false;
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-pressed") === "true") {
        back();
        return;
      }
      clear();
      button.setAttribute("aria-pressed", "true");
      reset.hidden = false;
      showRow(map, data, drawn, data.rows[Number(row.dataset.rij)]);
    });
  }
  reset.addEventListener("click", back);
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && !reset.hidden) back();
  });
}

/** What a row is sorted by: its number, which is null when it is not known, or its name. */
function sortKeys(row, column) {
  if (!column) return row.querySelector("button").textContent;
  const { orde } = row.querySelector("td").dataset;
  return orde === "" ? null : Number(orde);
}

/** Compare two keys. */
function compareKeys(x, y, sign) {
  if (x === null || y === null) return (x === null) - (y === null);
  if (typeof x === "number") return sign * (x - y);
  return sign * x.localeCompare(y, "nl", { ignorePunctuation: true });
}

/** Let the heads of the columns sort the table; each row is a body of its own. */
function connectSorting(table) {
  const heads = [...table.querySelectorAll("thead th")];
  const sortBy = (column) => {
    const down = heads[column].ariaSort === "ascending";
    heads.forEach((head, k) => {
      if (k === column) head.ariaSort = down ? "descending" : "ascending";
      else head.removeAttribute("aria-sort");
    });
    const keyed = [...table.tBodies].map((row) => [sortKeys(row, column), row]);
    keyed.sort(([x], [y]) => compareKeys(x, y, down ? -1 : 1));
    table.append(...keyed.map(([, row]) => row));
  };
  heads.forEach((head, column) => {
    const button = element("button", head.textContent);
    button.type = "button";
    button.addEventListener("click", () => sortBy(column));
    head.replaceChildren(button);
  });
}

/** A text without case and accents. */
function bareText(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Let the box above the table leave only the rows that hold its text. */
function connectFilter(table) {
  const place = document.querySelector(".zoek");
  const [input, status] = [place.querySelector("input"), place.querySelector("p")];
  const rows = [...table.tBodies].map((row) => [row, bareText(row.textContent)]);
  place.hidden = false;
  input.addEventListener("input", () => {
    const wanted = bareText(input.value.trim());
    for (const [row, text] of rows) row.hidden = !text.includes(wanted);
    const left = rows.filter(([row]) => !row.hidden).length;
    status.textContent = wanted ? `${left} van de ${rows.length}` : "";
  });
}

/** A function that shows all that is coloured; a province makes room for the legend. */
function themeView(map, data, drawn) {
  // In the right place before there are bounds: Leaflet would move the map into them slowly.
  const bounds = L.latLngBounds(drawn.edge.flat());
  map.setView(bounds.getCenter(), map.getZoom(), { animate: false });
  if (map.getSize().x) map.fitBounds(bounds, { animate: false });
  const whole = wholeView(map, { arcs: drawn.edge });
  const legend = document.querySelector(".legenda");
  const part = data.shown.length < data.gemeenten.length;
  if (!part || !WIDE.matches || map.getSize().x < 640) return whole;
  legend.open = true;
  return (options = {}) => {
    const room = legend.open ? legend.offsetWidth + 12 : 0;
    whole({ paddingTopLeft: [14 + room, 14], ...options });
  };
}

/** Start the page. */
function start(map) {
  const data = JSON.parse(document.getElementById("lappendeken-gegevens").textContent);
  const drawn = drawTheme(map, data);
  const whole = themeView(map, data, drawn);
  const table = document.querySelector(".waarden");
  watchPointer(map, data, drawn);
  connectRows(map, data, drawn, whole);
  if (table) {
    connectSorting(table);
    connectFilter(table);
  }
  connectPrint(map, whole);
  labelMap(map);
  map.on("resize", () => {
    if (document.querySelector(".heel").hidden) whole({ animate: false });
  });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  whole({ animate: false });
}
