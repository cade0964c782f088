// Names on the map, as many as touch neither each other nor the legend: of regions from afar; of
// gemeenten close by, or of those that stand out.

import { legendBox } from "./beeld.js";
import { rememberedOf } from "./onthoud.js";
import { element } from "./tekst.js";
import { boxOf, latLngAt } from "./topologie.js";

const NAMES_FROM = 8.6;

/** How each kind of name is written; as the style sheet has it. */
const TYPE = { "": "11px", regio: "600 11px", hoofd: "bold 12px" };

/** The middle of the largest part of a gemeente, and how large that is. */
function middleOf(shape) {
  const boxes = shape.map(([ring]) => boxOf(ring.map(({ points }) => points)));
  const size = (box) => (box.east - box.west) * (box.south - box.north);
  const largest = boxes.reduce((best, box) => (size(box) > size(best) ? box : best));
  const { west, north, east, south } = largest;
  return { place: latLngAt((west + east) / 2, (north + south) / 2), size: size(largest) };
}

/** A function that gives the width of a text in the type of the names; measuring takes time. */
function textMeasure() {
  let [context, family] = [null, null];
  const known = new Map();
  return (text, kind) => {
    const key = `${kind} ${text}`;
    if (!known.has(key)) {
      context ??= document.createElement("canvas").getContext("2d");
      family ??= getComputedStyle(document.body).fontFamily;
      context.font = `${TYPE[kind]} ${family}`;
      known.set(key, context.measureText(text).width);
    }
    return known.get(key);
  };
}

/** Where the name of a region goes: at the gemeente nearest to the middle of them all. */
function middleOfRegion(members, middles) {
  const own = members.map((g) => middles[g]);
  const size = own.reduce((sum, one) => sum + one.size, 0);
  const mean = (way) => own.reduce((sum, one) => sum + one.place[way] * one.size, 0) / size;
  const [lat, lng] = [mean("lat"), mean("lng")];
  const far = ({ place }) => (place.lat - lat) ** 2 + ((place.lng - lng) * 0.6) ** 2;
  const nearest = own.reduce((best, one) => (far(one) < far(best) ? one : best));
  return { place: nearest.place, size };
}

/** Where the legend lies on the map, if it does. */
function legendBounds(map) {
  const [box, frame] = [legendBox(), map.getContainer()].map((one) => one.getBoundingClientRect());
  const corner = (x, y) => map.containerPointToLayerPoint([x - frame.left, y - frame.top]);
  return L.bounds(corner(box.left, box.top), corner(box.right, box.bottom));
}

/** A function that puts names on the map: of some gemeenten, the first named first, or of regions. */
export function nameWriter(map, data, drawn) {
  const middlesOf = rememberedOf((shapes) => shapes.map(middleOf));
  const textWidth = textMeasure();
  const box = element("div");
  box.setAttribute("aria-hidden", "true");
  map.getPanes().markerPane.append(box);
  let wanted = [];
  let regions = [];
  let focused = false;
  const write = () => {
    box.replaceChildren();
    const seen = map.getBounds();
    const taken = [legendBounds(map)];
    const names = focused || map.getZoom() >= NAMES_FROM ? wanted : regions;
    for (const { name, place: middle, kind } of names.filter((one) => seen.contains(one.place))) {
      const { x, y } = map.latLngToLayerPoint(middle);
      const half = textWidth(name, kind) / 2 + 4;
      const place = L.bounds([x - half, y - 7], [x + half, y + 7]);
      if (taken.some((other) => other.overlaps(place))) continue;
      taken.push(place);
      const label = element("span", name, `naam-op-kaart ${kind}`);
      label.style.left = `${x}px`;
      label.style.top = `${y}px`;
      box.append(label);
    }
  };
  const bySize = (x, y) => y.size - x.size;
  map.on("zoomend moveend", write);
  legendBox().addEventListener("toggle", write);
  map.on("zoomstart", () => box.replaceChildren());
  return (gemeenten, chosen, groups) => {
    const middles = middlesOf(drawn.shapes);
    focused = gemeenten.length > 0;
    const order = gemeenten.length ? gemeenten : data.gemeenten.map((_, g) => g);
    wanted = [...new Set(order)].map((g) => {
      const own = { name: data.gemeenten[g][1], ...middles[g], kind: "" };
      return g === chosen ? { ...own, size: Infinity, kind: "hoofd" } : own;
    }).sort(bySize);
    const named = groups.filter(({ members }) => members.length);
    regions = named.map(({ name, members }) => ({ name, ...middleOfRegion(members, middles), kind: "regio" })).sort(bySize);
    write();
  };
}
