// Names of gemeenten on the map, as many as do not touch: those that stand out, or, close enough,
// all of them.

import { element } from "./tekst.js";

const NAMES_FROM = 8.6;

/** The middle of the largest part of a gemeente. */
function middleOf(shape) {
  const boxes = shape.map(([ring]) => L.latLngBounds(ring));
  const size = (box) => (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
  const largest = boxes.reduce((best, box) => (size(box) > size(best) ? box : best));
  return { place: largest.getCenter(), size: size(largest) };
}

/** A function that gives the width of a text in the type of the names; measuring takes time. */
function textMeasure() {
  const context = document.createElement("canvas").getContext("2d");
  const family = getComputedStyle(document.body).fontFamily;
  const known = new Map();
  return (text, bold) => {
    const key = `${bold} ${text}`;
    if (!known.has(key)) {
      context.font = `${bold ? "bold 12px" : "11px"} ${family}`;
      known.set(key, context.measureText(text).width);
    }
    return known.get(key);
  };
}

/** A function that puts the names of some gemeenten on the map, the first named first. */
export function nameWriter(map, data, drawn) {
  const middles = drawn.shapes.map(middleOf);
  const textWidth = textMeasure();
  const box = element("div");
  box.setAttribute("aria-hidden", "true");
  map.getPanes().markerPane.append(box);
  let wanted = [];
  let main = null;
  let focused = false;
  const write = () => {
    box.replaceChildren();
    if (!focused && map.getZoom() < NAMES_FROM) return;
    const seen = map.getBounds();
    const taken = [];
    for (const g of wanted.filter((one) => seen.contains(middles[one].place))) {
      const name = data.gemeenten[g][1];
      const { x, y } = map.latLngToLayerPoint(middles[g].place);
      const half = textWidth(name, g === main) / 2 + 3;
      const clear = taken.every((o) => Math.abs(o.x - x) > o.half + half || Math.abs(o.y - y) > 14);
      if (!clear) continue;
      taken.push({ x, y, half });
      const label = element("span", name, g === main ? "naam-op-kaart hoofd" : "naam-op-kaart");
      label.style.left = `${x}px`;
      label.style.top = `${y}px`;
      box.append(label);
    }
  };
  map.on("zoomend moveend", write);
  map.on("zoomstart", () => box.replaceChildren());
  return (gemeenten, chosen) => {
    main = chosen;
    focused = gemeenten.length > 0;
    const order = gemeenten.length ? gemeenten : data.gemeenten.map((_, g) => g);
    const rank = (g) => (g === main ? Infinity : middles[g].size);
    wanted = [...new Set(order)].sort((g, h) => rank(h) - rank(g));
    write();
  };
}
