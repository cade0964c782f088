// The explorer: what is chosen, and everything that follows from it.

const LINES = [
  "eigen", "beide", "ander-rand", "ander", "samen-1", "samen-2", "samen-3",
  "keer-1", "keer-2", "keer-3", "keer-4", "keer-5",
  "gekozen-ander-rand", "gekozen", "gekozen-ander", "gekozen-gemeente", "onder-muis",
];

/** Draw the borders that belong to the choice; all other lines are empty. */
function drawBorders(data, drawn, state, borders) {
  const found = Object.fromEntries(LINES.slice(0, 12).map((name) => [name, []]));
  const put = (name, arc) => found[name].push(drawn.arcs[arc]);
  const all = data.indelingen.map((_, k) => k);
  const places = state.consensus ? all : state.domains ? data.main : [];
  const counts = borderCounts(data, borders, places);
  drawn.arcs.forEach((_, arc) => {
    if (state.consensus) {
      if (counts[arc]) put(`keer-${widthStep(counts[arc], all.length)}`, arc);
    } else if (state.domains) {
      if (counts[arc]) put(`samen-${Math.min(counts[arc], 3)}`, arc);
    } else {
      const [own, other] = [borders(data, state.a)[arc], borders(data, state.b)[arc]];
      if (own) put(other ? "beide" : "eigen", arc);
      else if (other) ["ander-rand", "ander"].forEach((name) => put(name, arc));
    }
  });
  for (const [name, arcs] of Object.entries(found)) drawn.layers[name].setLatLngs(arcs);
}

/** The class of every gemeente: its colour. */
function colourGemeenten(data, drawn, state, types) {
  drawn.gemeenten.forEach((layer, g) => {
    const step = rampStep(data.congruence[g]);
    const ramp = step ? `trap-${step}` : "soort-buiten";
    const name = state.domains ? ramp : `soort-${data.types[types[g]]}`;
    layer.getElement().setAttribute("class", `leaflet-interactive gemeente ${name}`);
  });
}

/** Everything that follows from the pair, the province and the way of looking. */
function derive(data, state, tables) {
  const all = state.domains ? mainRegions(data) : tables.regions(data, state.a, state.b);
  const regions = all.filter(({ members }) => touches(data, state, members));
  const crossing = state.domains ? [] : regions.filter(({ type }) => type === CROSSING);
  const outside = [...new Set(crossing.flatMap(({ extra }) => extra))];
  const elsewhere = [...new Set(crossing.flatMap(({ missing }) => missing))].filter((g) => !outside.includes(g));
  const types = state.domains ? [] : tables.types(data, state.a, state.b);
  return { all, regions, outside, elsewhere, types };
}

/** Fill panel and legend. */
function showOutcome(data, state, view, lists, choose) {
  const { regions, outside, elsewhere, types } = view;
  const chafing = outside.length + elsewhere.length;
  const sentence = state.domains ? domainsSummary(data, state, regions) : pairSummary(data, state, regions, chafing);
  document.getElementById("zin").textContent = sentence;
  document.getElementById("scores").replaceChildren(...(state.domains ? domainsScores(data) : pairScores(data, state)));
  document.getElementById("lijst").replaceChildren(...regionList(data, state, regions, lists, choose));
  showLegend(state.domains ? domainsLegend(data, state) : pairLegend(data, state, regions, outside, elsewhere, types));
}

/** The region that is chosen, if it is one of those on the page. */
function chosenRegion(state, view) {
  if (!state.region) return null;
  const { indeling, verband } = state.region;
  return view.all.find((r) => r.indeling === indeling && r.verband === verband) ?? null;
}

/** A choice without its region when that is none of those on the page. */
function knownRegion(data, state, view) {
  if (!state.region || chosenRegion(state, view)) return state;
  const { indeling, verband } = state.region;
  const unknown = [...(state.unknown ?? []), data.indelingen[indeling].verbanden[verband]];
  return { ...state, region: null, unknown };
}

/** The gemeenten that stand out, and what is outlined. */
function focusOf(data, state, view) {
  const region = chosenRegion(state, view);
  if (region) {
    const theirs = state.domains ? [] : region.theirs;
    return { shown: [...region.members, ...theirs], own: region.members, theirs, region };
  }
  if (state.gemeente !== null) {
    const partners = shownIndelingen(data, state).slice(0, state.domains ? 3 : 2)
      .map((k) => [state.gemeente, ...partnersOf(data.indelingen[k], state.gemeente)]);
    const [own, theirs] = state.domains ? [[], []] : partners;
    return { shown: [...new Set(partners.flat())], own, theirs };
  }
  const inside = data.gemeenten.flatMap(([, , owner], g) => (owner === state.province ? [g] : []));
  return { shown: inside, own: [], theirs: [] };
}

/** Outline and hatch what is chosen; let the rest fade. */
function showFocus(map, data, drawn, state, view, focus) {
  const around = (gemeenten) => outline(data.topology, drawn.arcs, gemeenten);
  const { own, theirs, region } = focus;
  drawn.layers.gekozen.setLatLngs(own.length ? around(own) : []);
  drawn.layers["gekozen-ander"].setLatLngs(theirs.length ? around(theirs) : []);
  drawn.layers["gekozen-ander-rand"].setLatLngs(theirs.length ? around(theirs) : []);
  drawn.layers["gekozen-gemeente"].setLatLngs(state.gemeente === null ? [] : around([state.gemeente]));
  fadeOthers(map, drawn, focus.shown);
  if (region && !state.domains) {
    const crosses = region.type === CROSSING;
    restyleHatching(drawn, crosses ? region.extra : [], crosses ? region.missing : []);
  } else restyleHatching(drawn, view.outside, view.elsewhere);
}

/** Mark the button of the chosen region in the list. */
function markRegion(lists, region) {
  lists.pressed = regionKey(region);
  for (const button of document.querySelectorAll("[data-regio]")) {
    button.setAttribute("aria-pressed", String(button.dataset.regio === lists.pressed));
  }
}

/** Let the list hold the kind of the chosen region; whether it did not. */
function listRegion(data, state, view, lists) {
  const region = chosenRegion(state, view);
  const { chosen } = state.domains ? lists.domains : lists.pair;
  const kind = region && kindsOf(data, state).kindOf(region);
  if (!region || chosen.has(kind)) return false;
  chosen.add(kind);
  return true;
}

/** Move to what is chosen. */
function moveTo(map, drawn, shown, whole, options) {
  if (!shown.length) {
    whole(options);
    return;
  }
  const bounds = L.latLngBounds(shown.flatMap((g) => drawn.shapes[g].flat(2)));
  map.fitBounds(bounds, { ...fitOptions(document.querySelector(".legenda").open), maxZoom: 11, ...options });
}

/** Put the choice in the controls, and say what an address named in vain. */
function showControls(state) {
  const set = (id, value) => { document.getElementById(id).value = value; };
  set("a", state.a);
  set("b", state.b);
  set("provincie", state.province ?? "");
  document.getElementById("consensus").checked = state.consensus;
  for (const input of document.querySelectorAll('input[name="beeld"]')) {
    input.checked = (input.value === "domeinen") === state.domains;
  }
  document.getElementById("paar").hidden = state.domains;
  const message = document.getElementById("melding");
  message.hidden = !state.unknown?.length;
  message.textContent = `Onbekend in het adres: ${state.unknown?.join(", ")}. De rest is getoond.`;
  document.querySelector(".heel").hidden =
    state.region === null && state.gemeente === null && state.province === null;
}

/** Fill the lists of indelingen, by domain, and of provinces. */
function fillChoices(data) {
  for (const id of ["a", "b"]) {
    const groups = new Map();
    data.indelingen.forEach(({ naam, domein }, k) => {
      const option = element("option", capital(naam));
      option.value = k;
      if (!groups.has(domein)) {
        groups.set(domein, document.createElement("optgroup"));
        groups.get(domein).label = domein;
      }
      groups.get(domein).append(option);
    });
    document.getElementById(id).replaceChildren(...groups.values());
  }
  data.provincies.forEach((name, k) => {
    const option = element("option", name);
    option.value = k;
    document.getElementById("provincie").append(option);
  });
}

/** Let every control change the choice. */
function connectControls(page) {
  // Enter in the search box would send the form, and with it the reader to another page.
  document.querySelector(".keuzes").addEventListener("submit", (event) => event.preventDefault());
  const on = (id, change) => {
    document.getElementById(id).addEventListener("change", ({ target }) => page.go(change(target)));
  };
  const other = (value, own, second) => (value === own ? second : own);
  on("a", ({ value }) => ({ a: Number(value), b: other(Number(value), page.state.b, page.state.a), region: null }));
  on("b", ({ value }) => ({ b: Number(value), a: other(Number(value), page.state.a, page.state.b), region: null }));
  on("provincie", ({ value }) => ({ province: value === "" ? null : Number(value), region: null, gemeente: null }));
  on("consensus", ({ checked }) => ({ consensus: checked }));
  for (const input of document.querySelectorAll('input[name="beeld"]')) {
    input.addEventListener("change", () => page.go({ domains: input.value === "domeinen", region: null }));
  }
  document.getElementById("omdraaien").addEventListener("click", () => {
    page.go({ a: page.state.b, b: page.state.a, region: null });
  });
  const nothing = { region: null, gemeente: null, province: null };
  document.querySelector(".heel").addEventListener("click", () => page.go(nothing));
  document.getElementById("sluit").addEventListener("click", () => page.go({ gemeente: null }));
  document.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Escape" || target.id === "zoek") return;
    if (page.state.region) page.go({ region: null });
    else if (page.state.gemeente !== null) page.go({ gemeente: null });
  });
}

/** What decides colours, lines, list and legend. */
function viewKey({ domains, a, b, province, consensus }) {
  return [domains, a, b, province, consensus].join();
}

/** The link for those who skip the panel; the address stays what it is. */
function connectSkipping(map) {
  document.querySelector(".spring").addEventListener("click", (event) => {
    event.preventDefault();
    map.getContainer().focus();
  });
}

/** Start the page. */
function start(map) {
  const data = JSON.parse(document.getElementById("lappendeken-gegevens").textContent);
  const drawn = drawLayers(map, data, LINES);
  const borders = remembered(regionBorders);
  const tables = { regions: remembered(regionsOf), types: remembered(typesOf) };
  const lists = {
    pair: { chosen: new Set([CROSSING]), order: { column: 2, down: false } },
    domains: { chosen: new Set([CROSSING]), order: { column: 2, down: false } },
    pressed: "",
  };
  const whole = wholeView(map, drawn);
  const writeNames = nameWriter(map, data, drawn);
  const page = { state: null };
  let view = null;
  let focus = null;

  const apply = (given, options = {}) => {
    const before = page.state;
    const fresh = !before || viewKey(before) !== viewKey(given);
    if (fresh) {
      view = derive(data, given, tables);
      colourGemeenten(data, drawn, given, view.types);
      drawBorders(data, drawn, given, borders);
    }
    const state = knownRegion(data, given, view);
    page.state = state;
    showControls(state);
    if (listRegion(data, state, view, lists) || fresh) showOutcome(data, state, view, lists, chooseRegion);
    showGemeente(data, state, view.all, chooseGemeente);
    focus = focusOf(data, state, view);
    showFocus(map, data, drawn, state, view, focus);
    showChosen(data, state, focus.region ?? null);
    map.getContainer().classList.toggle("alle-grenzen", state.consensus);
    markRegion(lists, state.region);
    writeNames(focus.shown, state.gemeente);
    const place = ({ region, gemeente, province }) => JSON.stringify([region, gemeente, province]);
    if (!before || place(before) !== place(state)) moveTo(map, drawn, focus.shown, whole, options);
  };
  page.go = (change) => {
    const state = { ...page.state, ...change, unknown: [] };
    const address = writeAddress(data, state);
    apply(state);
    // A page inside another, as in a notebook, has no address of its own.
    if (window.location.hash !== address && window.location.protocol !== "about:") window.location.hash = address;
  };
  const chooseRegion = ({ indeling, verband }) => {
    const { region } = page.state;
    const again = region && region.indeling === indeling && region.verband === verband;
    page.go({ region: again ? null : { indeling, verband }, gemeente: null });
    if (!again && !WIDE.matches) map.getContainer().scrollIntoView({ block: "start" });
  };
  const chooseGemeente = (g) => {
    page.go({ gemeente: g, region: null });
    document.querySelector(".paneel").scrollTo({ top: 0 });
    document.getElementById("gemeente-kop").focus({ preventScroll: WIDE.matches });
  };

  fillChoices(data);
  connectControls(page);
  connectSearch(data, chooseGemeente);
  const describe = (g) => describeGemeente(data, page.state, view.all, view.types, g);
  const hide = watchGemeenten(map, data, drawn, describe, (g) => {
    hide();
    chooseGemeente(g);
  });
  window.addEventListener("hashchange", () => {
    if (page.state && window.location.hash === writeAddress(data, page.state)) return;
    apply(readAddress(data, window.location.hash));
  });
  // Paper shows what the screen does.
  connectPrint(map, (options) => moveTo(map, drawn, focus.shown, whole, options));
  connectSkipping(map);
  labelMap(map);
  map.on("resize", () => {
    if (document.querySelector(".heel").hidden) whole({ animate: false });
  });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
  apply(readAddress(data, window.location.hash), { animate: false });
}
