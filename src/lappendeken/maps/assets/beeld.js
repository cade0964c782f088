// The view of the map: what fits, what is printed, and what the map is called.

const WIDE = window.matchMedia("(min-width: 761px)");
const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Room around what is shown; the legend lies over the map on a wide screen. */
function fitOptions(legendOpen) {
  const left = WIDE.matches && legendOpen ? 300 : 24;
  return { paddingTopLeft: [left, 24], paddingBottomRight: [24, 24], animate: !CALM.matches };
}

/** While the page is printed: the whole map in a size that fits paper, and all lists open. */
function connectPrint(map, whole) {
  const { style } = map.getContainer();
  let closed = [];
  const resize = (width, height) => {
    style.setProperty("width", width, "important");
    style.setProperty("height", height, "important");
    map.invalidateSize({ animate: false });
    whole({ animate: false });
  };
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const details of closed) details.open = true;
    resize("180mm", "165mm");
  });
  window.addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
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

/** Width that the whole map leaves free. */
function spareWidth(map, bounds) {
  const zoom = map.getBoundsZoom(bounds, false, L.point(28, 28));
  const [low, high] = [bounds.getSouthWest(), bounds.getNorthEast()].map((p) => map.project(p, zoom));
  return Math.max(0, map.getSize().x - (high.x - low.x) - 28);
}

/** Room at the left of the whole map: what the legend wants, as far as it costs no scale. */
function roomForLegend(map, bounds) {
  const legend = document.querySelector(".legenda");
  const wanted = WIDE.matches && legend.open ? legend.offsetWidth : 0;
  return Math.min(spareWidth(map, bounds), wanted);
}

/** A function that shows the whole map. */
function wholeView(map, drawn) {
  const bounds = L.latLngBounds(drawn.arcs.flat());
  // On a small wide page an open legend would hide the map.
  if (WIDE.matches && spareWidth(map, bounds) < 150) document.querySelector(".legenda").open = false;
  map.setMaxBounds(bounds.pad(0.6));
  return (options = {}) => {
    // A map that is not shown yet, as in a notebook, has no size to fit.
    if (Math.min(map.getSize().x, map.getSize().y) < 60) return;
    map.setMinZoom(0);
    map.fitBounds(bounds, {
      paddingTopLeft: [14 + roomForLegend(map, bounds), 14],
      paddingBottomRight: [14, 14],
      animate: !CALM.matches,
      ...options,
    });
    map.setMinZoom(map.getBoundsZoom(bounds) - 1);
  };
}
