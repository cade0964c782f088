// The explorer: what is chosen, and everything that follows from it.

import { watchPointer } from "./aanwijzer.js";
import { readAddress, sourceReader, writeAddress } from "./adres.js";
import { connectControls, connectSkipping, fillChoices, fillPlaces, showControls } from "./bediening.js";
import { afterPaint, connectView, isWide, moveTo, scrollToMap, wholeView } from "./beeld.js";
import { describeGemeente } from "./beschrijving.js";
import { showGemeente } from "./gemeente.js";
import { readData } from "./gegevens.js";
import { bestMovesParts } from "./bestezetten.js";
import { chafingOf, regionsInView, shownData } from "./gevolgen.js";
import { colourTypes, drawBorders, drawExplorer, focusOf, showFocus } from "./kaartbeeld.js";
import { domainsLegend, fillLegend, pairLegend } from "./legenda.js";
import { mapLook, readLooks } from "./koppeling.js";
import { listLook, listRegion, markRegion, newLists, regionList, showChosen } from "./lijst.js";
import { useGeometry } from "./lagen.js";
import { nameWriter } from "./namen.js";
import { typesOf } from "./paren.js";
import { readSteps, worldOf } from "./plan.js";
import { fileFinders } from "./planbestand.js";
import { domainsScores, pairScores } from "./scores.js";
import { element, isInView } from "./tekst.js";
import { connectTaking } from "./meeneem.js";
import { provincePlace } from "./uitleg.js";
import { connectWhatIf } from "./watals.js";
import { domainsSummary, doubtSummary, pairSummary, planNote } from "./zinnen.js";
import { neighboursOf } from "./zetten.js";
import { connectSearch } from "./zoeken.js";

/** Milliseconds within which two changes of one control are one entry in the history. */
const PASSING = 1500;

/** Everything that follows from the pair, the province and the way of looking. */
function derive(data, state) {
  const everywhere = { ...state, province: null };
  const [all, regions] = [everywhere, state].map((one) => regionsInView(data, one));
  const types = state.domains ? [] : typesOf(data, state.a, state.b);
  return { all, regions, ...chafingOf(regions), types };
}

/** Fill a part of the panel. */
function fill(id, parts) {
  document.getElementById(id).replaceChildren(...parts);
}

/** Say what the map shows. */
function showSummary(data, state, view) {
  fill("zin", [(state.domains ? domainsSummary : pairSummary)(data, state, view) + planNote(data)]);
  fill("onzeker", doubtSummary(data, state));
}

/** A function that does work once the reader sees what stands there now, once for all that ask. */
function onceAfterPaint(work) {
  let asked = null;
  return (renewed) => {
    if (asked === null) {
      afterPaint(() => {
        const all = asked;
        asked = null;
        work(all);
      });
    }
    asked = asked || renewed;
  };
}

/** Fill the part on the chosen province: its place, and its best steps. */
function fillWhy({ source, data, state }, choose) {
  const part = document.getElementById("provincie-deel");
  part.hidden = state.province === null;
  if (part.hidden) return;
  const step = (one) => choose.take([one]);
  const everyone = { ...state, gemeente: null, group: [] };
  const steps = data.past ? [] : bestMovesParts(data, everyone, neighboursOf(source), step, 3);
  part.replaceChildren(element("p", provincePlace(data, state)), ...steps);
}

/** Fill the legend; it follows the chosen region. */
function showLegend(data, state, view) {
  fillLegend((state.domains ? domainsLegend : pairLegend)(data, state, view), state);
}

/** The region that is chosen, if it is one of those on the page. */
function chosenRegion({ region }, { all }) {
  if (!region) return null;
  return all.find((r) => r.indeling === region.indeling && r.verband === region.verband) ?? null;
}

/** A choice without its region when that is none of those on the page. */
function knownRegion(data, state, view) {
  if (!state.region || chosenRegion(state, view)) return state;
  const { indeling, verband } = state.region;
  const unknown = [...(state.unknown ?? []), data.indelingen[indeling].verbanden[verband]];
  return { ...state, region: null, unknown };
}

/** Whether two choices agree in these parts. */
function agree(one, other, parts) {
  return one !== null && parts.every((part) => JSON.stringify(one[part]) === JSON.stringify(other[part]));
}

/** Whether a choice is about another place on the map, which begins whole. */
function looksElsewhere(before, state, shown) {
  return before ? !agree(before, state, ["region", "gemeente", "province"]) : shown.length > 0;
}

/** What has a name on the map from afar: the coloured regions, or the provinces. */
function namedGroups(data, { domains }, { all }) {
  if (!domains) return all.map(({ indeling, verband, members }) => ({ name: data.indelingen[indeling].verbanden[verband], members }));
  return data.provincies.map((name, k) => ({
    name,
    members: data.gemeenten.flatMap(([, , owner], g) => (owner === k ? [g] : [])),
  }));
}

/** Compute the data after the plan when something of it changed; whether it did. */
function renewWorld(page, before, given) {
  const { source } = page;
  if (page.world?.source === source && agree(before, given, ["plan", "sure"])) return false;
  page.world = { ...worldOf(source, given.plan, given.sure), source };
  return true;
}

/** A function that shows a choice on the whole page; `extras` show their own part of it. */
function shower(map, page, choose, extras) {
  let whole = null;
  const drawn = drawExplorer(map, page.source, (ground) => {
    whole = wholeView(map, ground);
    whole({ animate: false });
  });
  const land = { hex: false, owners: drawn.owners, arcs: drawn.arcs, shapes: drawn.shapes };
  const { lists } = page;
  const writeNames = nameWriter(map, page.source, drawn);
  const fillPlan = connectWhatIf(page);
  let shown = [];
  const move = (options) => (shown.length ? moveTo(drawn, shown, options) : whole(options));
  const reshape = (before, { hex }) => {
    if (Boolean(before?.hex) === hex) return false;
    useGeometry(drawn, hex ? page.hexagons(drawn) : land);
    return true;
  };
  // Tables are long, and names are measured: a reader first sees the map and the scores.
  const fillRest = onceAfterPaint((renewed) => {
    const { data, state, view } = page;
    if (listRegion(data, state, chosenRegion(state, view), lists) || renewed) fill("lijst", regionList(data, state, view.regions, lists, choose.region));
    fillWhy(page, choose);
    markRegion(lists, state.region);
    writeNames(shown, state.gemeente, namedGroups(data, state, page.view));
    fillPlan();
  });
  let offered = null;
  const fillPanel = (renewed) => {
    const { source, data, state } = page;
    const region = chosenRegion(state, page.view);
    const view = { ...page.view, region };
    if (offered !== source) fillPlaces(source);
    offered = source;
    showControls(state);
    if (renewed) {
      showSummary(data, state, view);
      fill("scores", (state.domains ? domainsScores : pairScores)(data, state));
    }
    showLegend(data, state, view);
    showGemeente(data, state, page.view, choose);
    showChosen(data, state, region, choose);
    for (const extra of extras) extra.fill(drawn);
  };
  const show = (given, options = {}) => {
    const before = page.state;
    const reshaped = reshape(before, given);
    const renewed = renewWorld(page, before, given);
    const fresh = renewed || reshaped || !agree(before, given, ["domains", "a", "b", "province", "consensus", "period"]);
    if (fresh) {
      page.data = shownData(page.world, given);
      page.view = derive(page.data, given);
      colourTypes(page.data, drawn, given, page.view.types);
      drawBorders(page.data, drawn, given);
    }
    const state = knownRegion(page.data, given, page.view);
    page.state = state;
    const focus = focusOf(page.data, state, chosenRegion(state, page.view));
    shown = focus.shown;
    showFocus(drawn, state, page.view, focus);
    // Who opens the page sees the country first; what is looked for lies beside the legend.
    if (before || shown.length) fillPanel(fresh);
    else afterPaint(() => fillPanel(true));
    fillRest(fresh || !before);
    if (reshaped) move({ animate: false });
    else if (looksElsewhere(before, state, shown)) move(options);
  };
  connectView(map, whole, move);
  page.pointer = watchPointer(drawn, (g) => describeGemeente(page.data, page.state, page.view, g), choose.gemeente, () => showPart("gemeente-kop"));
  return show;
}

/** Bring the head of a part of the panel to the reader. */
function showPart(id) {
  document.querySelector(".paneel").scrollTo({ top: 0 });
  document.getElementById(id).focus({ preventScroll: isWide() });
}

/** What is chosen on the map, in lists and in the search box. */
function choices(map, page) {
  return {
    region: ({ indeling, verband }) => {
      const again = agree(page.state.region, { indeling, verband }, ["indeling", "verband"]);
      page.go({ region: again ? null : { indeling, verband }, gemeente: null });
      if (again) return;
      if (isWide()) document.getElementById("keuze-kop").focus();
      else scrollToMap(map);
    },
    gemeente: (g, { ctrlKey = false, metaKey = false, shiftKey = false, type = "" } = {}) => {
      const touched = type !== "";
      if (page.picking || ctrlKey || metaKey || shiftKey) {
        if (page.picking) page.pick(g);
        else page.toggle(g);
        return false;
      }
      // A partner in the panel leads on; closing leads back to where the first was chosen.
      if (!document.activeElement.closest("#gemeente")) page.origin = document.activeElement;
      // A gemeente elsewhere lets the province go.
      const province = isInView(page.source, page.state, g) ? page.state.province : null;
      page.go({ gemeente: g, region: null, province });
      // A tap on the map of a telephone leaves the map in view.
      if (isWide() || !touched) showPart("gemeente-kop");
      return true;
    },
    whatIf: (group) => page.openWhatIf(group),
    take: (steps) => page.take(steps),
  };
}

/** The data, with the plan that the page opens with as steps. */
function withOpeningPlan(data) {
  if (!data.start.plan.length) return data;
  const { steps } = readSteps(data, data.start.plan, fileFinders(data));
  return { ...data, start: { ...data.start, plan: steps } };
}

/** Open what if when there is a plan: whoever opens an address with one wants to see it. */
function showPlan({ plan }) {
  if (plan.length) document.getElementById("watals").open = true;
}

/** Start the page; `connecting` connect what it has beside what every page has. */
export function startPage(map, connecting = []) {
  const source = withOpeningPlan(readData());
  const [lists, sight] = [newLists(), mapLook(map)];
  const looks = [sight, listLook(lists)];
  const page = { source, world: null, data: null, state: null, view: null, redo: [], picking: false, lists, looks };
  const choose = choices(map, page);
  const sourceIn = sourceReader(source);
  const start = () => {
    const { hash } = window.location;
    page.source = sourceIn(hash);
    const state = { group: [], ...readAddress(page.source, hash) };
    return { ...state, unknown: [...state.unknown, ...readLooks(page, hash, state)] };
  };
  fillChoices(source);
  const extras = connecting.map((connect) => connect({ map, page, choose }));
  const show = shower(map, page, choose, extras);
  let last = { control: null, time: 0 };
  page.go = (change, control = null) => {
    const state = { ...page.state, ...change, unknown: [], refused: [] };
    const address = writeAddress(page.source, state);
    // A page inside another, as in a notebook, has no address of its own.
    if (window.location.hash !== address && window.location.protocol !== "about:") {
      // Who goes through a list with the arrow keys passes much that need not come back.
      const passing = control !== null && control === last.control && Date.now() - last.time < PASSING;
      last = { control, time: Date.now() };
      // Before anything changes: the browser lays out the page to keep where it was scrolled to.
      window.history[passing ? "replaceState" : "pushState"](null, "", address);
    }
    show(state);
  };
  connectControls(page);
  connectSearch(source, choose.gemeente);
  connectSkipping(map);
  connectTaking(map, page);
  window.addEventListener("hashchange", () => {
    if (window.location.hash === writeAddress(page.source, page.state)) return;
    const state = start();
    if (!page.state.plan.length) showPlan(state);
    show({ ...state, group: page.state.group });
    sight.settle();
  });
  const first = start();
  showPlan(first);
  show(first, { animate: false });
  sight.settle();
}
