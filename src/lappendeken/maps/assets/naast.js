// Three small maps beside each other, one of every main indeling: what is pointed at or chosen in one
// is so in all.

import { unconfirmed } from "./beschrijving.js";
import { focusOf } from "./kaartbeeld.js";
import { doubtLegend, fillLegend, legendHead, legendList, lineSample, swatch } from "./legenda.js";
import { rememberedOf } from "./onthoud.js";
import { pathIn } from "./paden.js";
import { CROSSING, EQUAL, mainRegions, NESTED, regionBorders, verbandenOf } from "./paren.js";
import { capital, element, inProvince } from "./tekst.js";
import { boxOf, lineOf, outline } from "./topologie.js";

const SPACE = "http://www.w3.org/2000/svg";
const SIZE = 900;
const DOTS = ["afgeleid", "voortgezet"];

/** An SVG element with attributes. */
function drawnPart(tag, attributes) {
  const made = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Every gemeente and every arc as a path, made once for a geometry, and the size of the paper. */
const pathsOf = rememberedOf(({ arcs, shapes, owners }) => {
  const { west, north, east, south } = boxOf(arcs);
  const scale = SIZE / (south - north);
  const frame = { scale, x: west * scale, y: north * scale };
  const lines = arcs.map((points) => pathIn(lineOf(points), frame));
  return {
    width: Math.ceil((east - west) * scale),
    height: SIZE,
    lines,
    gemeenten: shapes.map((shape) => shape.flat().map((ring) => `${pathIn(ring, frame)}Z`).join("")),
    coast: lines.filter((_, k) => owners[k].length === 1).join(""),
  };
});

/** One small map; `layers` are what changes on it. */
function smallMap(paths) {
  const svg = drawnPart("svg", { viewBox: `-8 -8 ${paths.width + 16} ${paths.height + 16}`, "aria-hidden": "true" });
  const gemeenten = paths.gemeenten.map((d, g) => drawnPart("path", { d, "data-g": g }));
  const layers = Object.fromEntries([...DOTS, "kust", "eigen", "gekozen", "gekozen-gemeente", "onder-muis"].map((name) =>
    [name, drawnPart("path", { class: `${DOTS.includes(name) ? "arcering" : "grens"} ${name}`, d: name === "kust" ? paths.coast : "" })]));
  svg.append(...gemeenten, ...Object.values(layers));
  return { svg, gemeenten, layers };
}

/** How every gemeente fits with its region of an indeling, by class; and how many regions cross. */
function kindsIn(data, k) {
  const own = mainRegions(data).filter(({ indeling }) => indeling === k);
  const kind = ({ crossed, equal }) => (crossed.length ? CROSSING : equal ? EQUAL : NESTED);
  const kinds = new Map(own.map((region) => [region.verband, kind(region)]));
  const worst = [CROSSING, NESTED, EQUAL];
  return {
    classes: data.gemeenten.map((_, g) => {
      const found = verbandenOf(data.indelingen[k], g).map((verband) => kinds.get(verband));
      return worst.find((one) => found.includes(one)) ?? "buiten";
    }),
    crossing: own.filter(({ crossed }) => crossed.length).length,
    total: own.length,
  };
}

/** The dots of the large map in a size that is seen on a small one. */
function addDots() {
  document.querySelector(".patronen defs").append(...DOTS.map((kind) =>
    drawnPart("pattern", { id: `punt-${kind}-klein`, href: `#punt-${kind}`, patternTransform: "scale(2)" })));
}

/** Show the maps as the choice is. */
function paintMaps(maps, paths, geometry, { data, state }, region) {
  const { shown } = focusOf(data, state, region);
  const around = (gemeenten) => outline(geometry, paths.lines, gemeenten).join("");
  data.main.forEach((k, place) => {
    const { svg, gemeenten, layers, caption } = maps[place];
    const { classes, crossing, total } = kindsIn(data, k);
    caption.textContent = `${capital(data.indelingen[k].naam)}: ${crossing} van de ${total} snijden door een andere`;
    const together = state.gemeente === null ? [] : data.gemeenten.flatMap((_, g) =>
      (verbandenOf(data.indelingen[k], g).some((v) => verbandenOf(data.indelingen[k], state.gemeente).includes(v)) ? [g] : []));
    const kept = new Set(together.length ? together : shown);
    svg.classList.toggle("kiest", kept.size > 0);
    gemeenten.forEach((path, g) => {
      path.setAttribute("class", `gemeente soort-${classes[g]}${kept.has(g) ? " erbij" : ""}`);
    });
    const unsure = unconfirmed(data, { domains: false, a: k, b: k });
    for (const kind of DOTS) layers[kind].setAttribute("d", unsure[kind].map((g) => paths.gemeenten[g]).join(""));
    const borders = regionBorders(data, geometry.owners, k);
    layers.eigen.setAttribute("d", paths.lines.filter((_, arc) => borders[arc]).join(""));
    layers.gekozen.setAttribute("d", kept.size && state.province === null ? around([...kept]) : "");
    layers["gekozen-gemeente"].setAttribute("d", state.gemeente === null ? "" : paths.gemeenten[state.gemeente]);
  });
}

/** Let all maps show what is pointed at in one, and choose what is pressed. */
function connectPointer(place, page, maps) {
  let last = null;
  const pointed = ({ target }) => target.closest("[data-g]")?.dataset.g ?? null;
  const outlineAll = (g) => {
    for (const { layers, gemeenten } of maps()) layers["onder-muis"].setAttribute("d", g === null ? "" : gemeenten[g].getAttribute("d"));
    last = g;
  };
  place.addEventListener("pointermove", (event) => {
    const g = pointed(event);
    if (g !== last) {
      outlineAll(g);
      if (g === null) page.pointer.leave();
      else page.pointer.show(Number(g), event);
    } else if (g !== null) page.pointer.follow(event);
  });
  place.addEventListener("pointerleave", () => {
    outlineAll(null);
    page.pointer.leave();
  });
  place.addEventListener("click", (event) => {
    const g = pointed(event);
    if (g !== null) page.pointer.take(Number(g), event);
  });
}

/** The legend of the main indelingen beside each other. */
function besideLegend(data, state, { regions }) {
  const kinds = [
    ["doorsnijdend", "snijdt door een regio van een andere", ({ crossed }) => crossed.length > 0],
    ["genest", "past in alle andere", ({ crossed, equal }) => !crossed.length && !equal],
    ["gelijk", "is in alle dezelfde", ({ equal }) => equal],
  ];
  const rows = kinds.map(([kind, text, test]) => [swatch(`vlak-${kind}`), text, regions.filter(test).length]);
  return [legendHead(`Regio's${inProvince(data, state)}`), legendList(rows), ...doubtLegend(data, state), legendHead("Grenzen"), legendList([[lineSample("eigen"), "van de indeling zelf"]])];
}

/** Let the reader see the main indelingen beside each other; the maps are drawn when first asked. */
export function connectBeside({ page }) {
  const place = document.getElementById("naast");
  let [maps, shape] = [[], null];
  const draw = (geometry) => {
    const paths = pathsOf(geometry.shapes === shape?.shapes ? shape : geometry);
    if (geometry.shapes === shape?.shapes) return paths;
    shape = geometry;
    maps = page.data.main.map(() => {
      const figure = element("figure");
      const caption = element("figcaption");
      const made = smallMap(paths);
      figure.append(caption, made.svg);
      return { ...made, figure, caption };
    });
    place.replaceChildren(...maps.map(({ figure }) => figure));
    return paths;
  };
  connectPointer(place, page, () => maps);
  addDots();
  return {
    fill: ({ arcs, owners, shapes }) => {
      const { state, view } = page;
      place.hidden = !state.beside;
      document.body.classList.toggle("naast-elkaar", Boolean(state.beside));
      // Each small map has the borders of its own indeling.
      document.getElementById("consensus").closest("label").hidden = state.beside;
      if (!state.beside) return;
      const geometry = { arcs, owners, shapes };
      const paths = draw(geometry);
      const region = state.region && view.all.find((r) => r.indeling === state.region.indeling && r.verband === state.region.verband);
      paintMaps(maps, paths, geometry, page, region || null);
      fillLegend(besideLegend(page.data, state, view), state);
    },
  };
}
