// The page of one comparison: direction, list of regions, view.

const WIDE = window.matchMedia("(min-width: 761px)");
const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Hatch the schuurgemeenten of all non-congruent regions. */
function hatchAll(data, drawn, state) {
  const { outside, elsewhere } = data.directions[state.direction];
  restyleHatching(drawn, outside, elsewhere);
}

/** Show what belongs to one direction, in panel, legend and map. */
function showDirection(data, drawn, state, direction) {
  state.direction = direction;
  for (const part of document.querySelectorAll("[data-richting]")) {
    part.hidden = Number(part.dataset.richting) !== direction;
  }
  const [own, other] = direction ? [1, 0] : [0, 1];
  restyleGemeenten(drawn, data.types, data.directions[direction].types);
  hatchAll(data, drawn, state);
  restyleBorders(drawn, state.borders[own], state.borders[other]);
}

/** The gemeenten of one verband. */
function membersOf(indeling, verband) {
  return indeling.members.flatMap((own, g) => (own.includes(verband) ? [g] : []));
}

/** Room around what is shown; the legend lies over the map on a wide screen. */
function fitOptions(legendOpen) {
  const left = WIDE.matches && legendOpen ? 300 : 24;
  return { paddingTopLeft: [left, 24], paddingBottomRight: [24, 24], animate: !CALM.matches };
}

/** Outline a region and its counterpart, and move there. */
function showRegion(map, data, drawn, state, number) {
  const region = data.directions[state.direction].regions[number];
  const [a, b] = state.direction ? [1, 0] : [0, 1];
  const own = membersOf(data.indelingen[a], region.verband);
  const other = membersOf(data.indelingen[b], region.counterpart);
  drawn.layers.gekozen.setLatLngs(outline(data.topology, drawn.arcs, own));
  const around = outline(data.topology, drawn.arcs, other);
  drawn.layers["gekozen-ander-rand"].setLatLngs(around);
  drawn.layers["gekozen-ander"].setLatLngs(around);
  fadeOthers(map, drawn, [...own, ...other]);
  if (region.crossing) restyleHatching(drawn, region.extra, region.missing);
  else restyleHatching(drawn, [], []);
  const bounds = L.latLngBounds([...own, ...other].flatMap((g) => drawn.shapes[g].flat(2)));
  const open = document.querySelector(".legenda").open;
  map.fitBounds(bounds, { ...fitOptions(open), maxZoom: 11 });
}

/** Undo the choice of a region. */
function clearRegion(map, data, drawn, state) {
  fadeOthers(map, drawn, []);
  hatchAll(data, drawn, state);
  for (const name of ["gekozen", "gekozen-ander-rand", "gekozen-ander"]) {
    drawn.layers[name].setLatLngs([]);
  }
  for (const button of document.querySelectorAll('[aria-pressed="true"]')) {
    button.setAttribute("aria-pressed", "false");
  }
}

/** Let the buttons of the list show their region, or undo that. */
function connectList(map, data, drawn, state, whole) {
  const reset = document.querySelector(".heel");
  const back = () => {
    clearRegion(map, data, drawn, state);
    reset.hidden = true;
    whole();
  };
  for (const button of document.querySelectorAll("[data-regio]")) {
    button.addEventListener("click", () => {
      const pressed = button.getAttribute("aria-pressed") === "true";
      if (pressed) {
        back();
        return;
      }
      clearRegion(map, data, drawn, state);
      button.setAttribute("aria-pressed", "true");
      reset.hidden = false;
      showRegion(map, data, drawn, state, Number(button.dataset.regio));
      if (!WIDE.matches) map.getContainer().scrollIntoView({ block: "start" });
    });
  }
  reset.addEventListener("click", back);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !reset.hidden) back();
  });
  return back;
}

/** Let the two radio buttons turn the comparison round. */
function connectDirection(data, drawn, state, back) {
  for (const input of document.querySelectorAll('input[name="richting"]')) {
    input.addEventListener("change", () => {
      back();
      showDirection(data, drawn, state, Number(input.value));
    });
    // A browser may keep the choice of before a reload.
    if (input.checked) state.direction = Number(input.value);
  }
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

/** Start the page. */
function start(map) {
  const data = JSON.parse(document.getElementById("lappendeken-gegevens").textContent);
  const drawn = drawLayers(map, data);
  const borders = [0, 1].map((k) => regionalBorders(data.topology, data.indelingen[k].members));
  const state = { direction: 0, borders };
  const whole = wholeView(map, drawn);
  const hide = watchPointer(map, data, drawn, state);
  const back = connectList(map, data, drawn, state, whole);
  connectDirection(data, drawn, state, () => {
    hide();
    back();
  });
  connectPrint(map, whole);
  labelMap(map);
  map.on("resize", () => {
    if (document.querySelector(".heel").hidden) whole({ animate: false });
  });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  showDirection(data, drawn, state, state.direction);
  whole({ animate: false });
}
