// The explorer: what is chosen, and everything that follows from it.

import { watchPointer } from "./aanwijzer.js";
import { readAddress, writeAddress } from "./adres.js";
import { connectControls, connectSkipping, fillChoices, showControls } from "./bediening.js";
import { connectView, isWide, moveTo, scrollToMap, wholeView } from "./beeld.js";
import { describeGemeente } from "./beschrijving.js";
import { showGemeente } from "./gemeente.js";
import { readData } from "./gegevens.js";
import { chafingOf, regionsInView, shownWorld } from "./gevolgen.js";
import { colourTypes, drawBorders, drawExplorer, focusOf, showFocus } from "./kaartbeeld.js";
import { domainsLegend, fillLegend, pairLegend } from "./legenda.js";
import { listRegion, markRegion, newLists, regionList, showChosen } from "./lijst.js";
import { nameWriter } from "./namen.js";
import { typesOf } from "./paren.js";
import { readSteps, worldOf } from "./plan.js";
import { fileFinders } from "./planbestand.js";
import { domainsScores, pairScores } from "./scores.js";
import { connectWhatIf } from "./watals.js";
import { domainsSummary, doubtSummary, pairSummary, planNote } from "./zinnen.js";
import { connectSearch } from "./zoeken.js";

/** Everything that follows from the pair, the province and the way of looking. */
function derive(data, state) {
  const everywhere = { ...state, province: null };
  const [all, regions] = [everywhere, state].map((one) => regionsInView(data, one));
  const types = state.domains ? [] : typesOf(data, state.a, state.b);
  return { all, regions, ...chafingOf(regions), types };
}

/** Fill panel and legend. */
function showOutcome(data, state, view, lists, choose) {
  const { domains } = state;
  const fill = (id, parts) => document.getElementById(id).replaceChildren(...parts);
  fill("zin", [(domains ? domainsSummary : pairSummary)(data, state, view) + planNote(data)]);
  fill("onzeker", doubtSummary(data, state));
  fill("scores", (domains ? domainsScores : pairScores)(data, state));
  fill("lijst", regionList(data, state, view.regions, lists, choose));
  fillLegend((domains ? domainsLegend : pairLegend)(data, state, view));
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

/** A function that shows a choice on the whole page, and one that moves to what is chosen. */
function shower(map, page, choose) {
  const drawn = drawExplorer(map, page.source);
  const whole = wholeView(map, drawn.arcs);
  const lists = newLists();
  const writeNames = nameWriter(map, page.source, drawn);
  const fillPlan = connectWhatIf(page);
  let shown = [];
  const move = (options) => (shown.length ? moveTo(drawn, shown, options) : whole(options));
  const show = (given, options = {}) => {
    const before = page.state;
    if (!agree(before, given, ["plan"])) page.world = worldOf(page.source, given.plan);
    const fresh = !agree(before, given, ["domains", "a", "b", "province", "consensus", "plan"]);
    if (fresh) {
      page.data = shownWorld(page.world, given);
      page.view = derive(page.data, given);
      colourTypes(page.data, drawn, given, page.view.types);
      drawBorders(page.data, drawn, given);
    }
    const { data } = page;
    const state = knownRegion(data, given, page.view);
    const region = chosenRegion(state, page.view);
    page.state = state;
    showControls(state);
    if (listRegion(data, state, region, lists) || fresh) showOutcome(data, state, page.view, lists, choose.region);
    showGemeente(data, state, page.view, choose);
    const focus = focusOf(data, state, region);
    shown = focus.shown;
    showFocus(drawn, state, page.view, focus);
    showChosen(data, state, region, choose.whatIf);
    markRegion(lists, state.region);
    writeNames(shown, state.gemeente);
    fillPlan();
    if (!agree(before, state, ["region", "gemeente", "province"])) move(options);
  };
  connectView(map, whole, move);
  watchPointer(drawn, (g) => describeGemeente(page.data, page.state, page.view, g), choose.gemeente);
  return show;
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
    gemeente: (g, { ctrlKey = false, metaKey = false, shiftKey = false } = {}) => {
      if (page.picking) return page.pick(g);
      if (ctrlKey || metaKey || shiftKey) return page.toggle(g);
      // A partner in the panel leads on; closing leads back to where the first was chosen.
      if (!document.activeElement.closest("#gemeente")) page.origin = document.activeElement;
      page.go({ gemeente: g, region: null });
      document.querySelector(".paneel").scrollTo({ top: 0 });
      document.getElementById("gemeente-kop").focus({ preventScroll: isWide() });
      return undefined;
    },
    whatIf: (group) => page.openWhatIf(group),
  };
}

/** The data, with the plan that the page opens with as steps. */
function withOpeningPlan(data) {
  const { steps } = readSteps(data, data.start.plan, fileFinders(data));
  return { ...data, start: { ...data.start, plan: steps } };
}

/** Start the page. */
export function startExplorer(map) {
  const source = withOpeningPlan(readData());
  const page = { source, world: null, data: null, state: null, view: null, redo: [], picking: false };
  const choose = choices(map, page);
  const start = () => ({ group: [], ...readAddress(source, window.location.hash) });
  fillChoices(source);
  const show = shower(map, page, choose);
  page.go = (change) => {
    const state = { ...page.state, ...change, unknown: [], refused: [] };
    const address = writeAddress(source, state);
    show(state);
    // A page inside another, as in a notebook, has no address of its own.
    if (window.location.hash !== address && window.location.protocol !== "about:") window.location.hash = address;
  };
  connectControls(page);
  connectSearch(source, choose.gemeente);
  connectSkipping(map);
  window.addEventListener("hashchange", () => {
    if (window.location.hash === writeAddress(source, page.state)) return;
    show({ ...start(), group: page.state.group });
  });
  const first = start();
  // Whoever opens an address with a plan wants to see it.
  document.getElementById("watals").open = first.plan.length > 0;
  show(first, { animate: false });
}
