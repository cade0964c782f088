// The view of the map: what fits, what is printed, and what the map is called.

import { rememberedOf } from "./onthoud.js";
import { boundsOf } from "./topologie.js";

const WIDE = window.matchMedia("(min-width: 761px)");
const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");

const waiting = new Set();

/** Do all work that waits, as before the page is printed. */
function doWaiting() {
  for (const work of waiting) work();
}

/** Do work once the reader sees what stands there now, in the order in which it was asked. */
export function afterPaint(work) {
  const once = () => waiting.delete(once) && work();
  waiting.add(once);
  requestAnimationFrame(() => setTimeout(once));
}

/** Whether panel and map stand side by side. */
export function isWide() {
  return WIDE.matches;
}

let printing = false;

/** Whether the legend lies over the map: on a wide screen, and on paper. */
function legendOverMap() {
  return (WIDE.matches || printing) && legendBox().open;
}

/** The legend, which lies over the map on a wide screen. */
export function legendBox() {
  return document.querySelector(".legenda");
}

/** The button that lets all choices go. */
export function wholeButton() {
  return document.querySelector(".heel");
}

/** Room for the legend at the left of some bounds or above them: where they stay largest. */
function roomBeside(map, bounds) {
  if (!legendOverMap()) return [24, 24];
  const { offsetWidth, offsetHeight } = legendBox();
  const rooms = [[offsetWidth + 32, 24], [24, offsetHeight + 32]];
  const [beside, below] = rooms.map((room) => map.getBoundsZoom(bounds, false, L.point(room).add([24, 24])));
  return rooms[beside < below && !printing ? 1 : 0];
}

/** Move to some gemeenten, where the legend does not lie. */
export function moveTo(drawn, gemeenten, options = {}) {
  const bounds = boundsOf(gemeenten.flatMap((g) => drawn.shapes[g].flat(2).map(({ points }) => points)));
  drawn.map.fitBounds(bounds, {
    paddingTopLeft: roomBeside(drawn.map, bounds),
    paddingBottomRight: [24, 24],
    animate: !CALM.matches,
    maxZoom: 11,
    ...options,
  });
}

/** Bring the map in front of a reader whose panel lies under it. */
export function scrollToMap(map) {
  if (!WIDE.matches) map.getContainer().scrollIntoView({ block: "start" });
}

/** While the page is printed: the map in a size that fits paper, and all lists open. */
function connectPrint(map, show) {
  const { style } = map.getContainer();
  let closed = [];
  const resize = (width, height) => {
    style.setProperty("width", width, "important");
    style.setProperty("height", height, "important");
    map.invalidateSize({ animate: false });
    show({ animate: false });
  };
  window.addEventListener("beforeprint", () => {
    doWaiting();
    closed = [...document.querySelectorAll("details:not([open], .niet-op-papier)")];
    for (const details of closed) details.open = true;
    printing = true;
    resize("180mm", "165mm");
  });
  window.addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
    printing = false;
    resize("", "");
  });
}

/** Say in Dutch what the parts of the map are, for those who hear it. */
function labelMap(map) {
  const container = map.getContainer();
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", "Kaart; de lijst in het paneel zegt hetzelfde in tekst");
  map.getPane("overlayPane").setAttribute("aria-hidden", "true");
  for (const [name, text] of [["in", "Inzoomen"], ["out", "Uitzoomen"]]) {
    const button = container.querySelector(`.leaflet-control-zoom-${name}`);
    button.title = text;
    button.setAttribute("aria-label", text);
  }
}

/** On a small screen one finger scrolls the page, and two move the map. */
function connectTouch(map) {
  const follow = () => {
    const small = !WIDE.matches && window.matchMedia("(pointer: coarse)").matches;
    map.dragging[small ? "disable" : "enable"]();
  };
  WIDE.addEventListener("change", follow);
  follow();
}

/** Name the map, and keep it in view when the page gets another size or is printed. */
export function connectView(map, whole, printed) {
  labelMap(map);
  connectTouch(map);
  connectPrint(map, printed);
  map.on("resize", () => {
    if (wholeButton().hidden) whole({ animate: false });
  });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
}

/** Width and height that the whole map leaves free. */
function spareRoom(map, bounds) {
  const zoom = map.getBoundsZoom(bounds, false, L.point(28, 28));
  const [low, high] = [bounds.getNorthWest(), bounds.getSouthEast()].map((p) => map.project(p, zoom));
  const { x, y } = map.getSize().subtract(high.subtract(low));
  return { x: Math.max(0, x - 28), y: Math.max(0, y - 28) };
}

/** Room for the legend: above the map in a high window, else at its left, as far as it costs hardly
 * any scale. Hexagons lie where the country has sea, and may cost more. */
function roomForLegend(map, { bounds, hex }) {
  if (!legendOverMap()) return [0, 0];
  const { x, y } = spareRoom(map, bounds);
  const size = map.getSize();
  if (y > size.y / 2) return [0, size.y / 2];
  return [Math.min(x + size.x / (hex ? 5 : 12), legendBox().offsetWidth), 0];
}

/** What some arcs enclose, worked out once. */
const boundsOfArcs = rememberedOf(boundsOf);

/** A function that shows all that the edge of what is drawn encloses. */
export function wholeView(map, drawn) {
  const enclosed = () => boundsOfArcs(drawn.edge);
  // On a small wide page a legend with all its explanations would hide the map.
  legendBox().classList.toggle("beknopt", WIDE.matches && spareRoom(map, enclosed()).x < 150);
  map.setMaxBounds(enclosed().pad(1.4));
  return (options = {}) => {
    const bounds = enclosed();
    // A map that is not shown yet, as in a notebook, has no size to fit.
    if (Math.min(map.getSize().x, map.getSize().y) < 60) return;
    map.setMinZoom(0);
    map.fitBounds(bounds, {
      paddingTopLeft: L.point(roomForLegend(map, { bounds, hex: drawn.hex })).add([14, 14]),
      paddingBottomRight: [14, 14],
      animate: !CALM.matches,
      ...options,
    });
    map.setMinZoom(map.getBoundsZoom(bounds) - 1);
  };
}
