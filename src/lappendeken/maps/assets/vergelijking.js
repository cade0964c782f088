// The page of one comparison: direction, list of regions, view.

const LINES = [
  "eigen", "beide", "ander-rand", "ander", "gekozen-ander-rand", "gekozen", "gekozen-ander",
  "onder-muis",
];

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

/** Start the page. */
function start(map) {
  const data = JSON.parse(document.getElementById("lappendeken-gegevens").textContent);
  const drawn = drawLayers(map, data, LINES);
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
