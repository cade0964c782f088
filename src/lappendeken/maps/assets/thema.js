// The page of one thematic map: colours, lines, the table, and what is said of a gemeente.

import { watchPointer } from "./aanwijzer.js";
import { connectView, isWide, legendBox, moveTo, scrollToMap, wholeButton, wholeView } from "./beeld.js";
import { readData } from "./gegevens.js";
import { addLines, around, between, dot, drawGround, fadeOthers, hatch } from "./lagen.js";
import { connectFilter, connectSorting } from "./tabel.js";
import { element } from "./tekst.js";
import { boundsOf } from "./topologie.js";

const DASHES = "5 3";
const CASING = 2;

/** One class of lines; dashed ones lie on white. */
function drawLineClass(drawn, { arcs, colour, width, dashed }) {
  const points = arcs.map((k) => drawn.arcs[k]);
  const add = (name, style) => Object.assign(addLines(drawn, name, points).getElement().style, style);
  if (dashed) add("wit", { strokeWidth: width + CASING });
  add("thema", { stroke: colour, strokeWidth: width, ...(dashed ? { strokeDasharray: DASHES } : {}) });
}

/** Colour the gemeenten by their class; those outside the province are only there to orient. */
function colourClasses(data, gemeenten) {
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

/** All layers, in the order in which they lie on each other; `edge` encloses what is shown. */
function drawTheme(map, data) {
  const drawn = drawGround(map, data.topology);
  colourClasses(data, drawn.gemeenten);
  hatch(drawn, data.dense, data.sparse);
  dot(drawn, data.marks);
  const shown = new Set(data.shown);
  const inside = data.topology.owners.map((owners) => owners.some((g) => shown.has(g)));
  addLines(drawn, "grens-elders", drawn.arcs.filter((_, k) => !inside[k]));
  addLines(drawn, "grens-gemeente", drawn.arcs.filter((_, k) => inside[k]));
  const edge = around(drawn, data.shown);
  addLines(drawn, "kust", edge);
  for (const line of data.lines) drawLineClass(drawn, line);
  for (const name of ["gekozen", "onder-muis"]) addLines(drawn, name);
  return { ...drawn, edge };
}

/** All that is said of one gemeente. */
function describeValue(data, g) {
  const [name, province] = data.gemeenten[g];
  return [
    element("div", name, "gemeentenaam"),
    element("div", province, "provincie"),
    element("p", data.values[g], "waarde"),
    ...data.details[g].map((text) => element("p", text)),
  ];
}

/** Let the names in the table show what they name, or undo that. */
function connectRows(data, drawn, whole) {
  drawn.map.getContainer().classList.toggle("kiest-grens", data.borders);
  const rows = [...document.querySelectorAll("[data-rij]")];
  const buttons = rows.map((row) => row.querySelector("button"));
  /** Show one row, or none. */
  const choose = (chosen) => {
    buttons.forEach((button, k) => button.setAttribute("aria-pressed", String(k === chosen)));
    const gemeenten = chosen === null ? [] : data.rows[chosen];
    wholeButton().hidden = chosen === null;
    drawn.layers.gekozen.setArcs((data.borders ? between : around)(drawn, gemeenten));
    fadeOthers(drawn, gemeenten);
    if (chosen === null) whole();
    else moveTo(drawn, gemeenten);
  };
  buttons.forEach((button, k) => {
    button.disabled = false;
    button.addEventListener("click", () => {
      const again = button.getAttribute("aria-pressed") === "true";
      choose(again ? null : k);
      if (!again) scrollToMap(drawn.map);
    });
  });
  wholeButton().addEventListener("click", () => choose(null));
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && !wholeButton().hidden) choose(null);
  });
}

/** A function that shows all that is coloured; a province makes room for the legend. */
function themeView(map, data, drawn) {
  // In the right place before there are bounds: Leaflet would move the map into them slowly.
  const bounds = boundsOf(drawn.edge);
  map.setView(bounds.getCenter(), map.getZoom(), { animate: false });
  if (map.getSize().x) map.fitBounds(bounds, { animate: false });
  const whole = wholeView(map, drawn);
  const legend = legendBox();
  const part = data.shown.length < data.gemeenten.length;
  if (!part || !isWide() || map.getSize().x < 640) return whole;
  legend.open = true;
  return (options = {}) => {
    const room = legend.open ? legend.offsetWidth + 12 : 0;
    whole({ paddingTopLeft: [14 + room, 14], ...options });
  };
}

/** Start the page. */
export function startTheme(map) {
  const data = readData();
  const drawn = drawTheme(map, data);
  const whole = themeView(map, data, drawn);
  const table = document.querySelector(".waarden");
  watchPointer(drawn, (g) => describeValue(data, g));
  connectRows(data, drawn, whole);
  if (table) {
    const rising = table.querySelector('[aria-sort="ascending"]') !== null;
    connectSorting(table, { column: 1, down: !rising });
    connectFilter(table);
  }
  connectView(map, whole, whole);
  whole({ animate: false });
}
