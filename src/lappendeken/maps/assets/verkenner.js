// The explorer: what is chosen, and everything that follows from it.

import { watchPointer } from "./aanwijzer.js";
import { readAddress, writeAddress } from "./adres.js";
import { connectControls, connectSkipping, fillChoices, showControls } from "./bediening.js";
import { connectView, isWide, moveTo, scrollToMap, wholeView } from "./beeld.js";
import { describeGemeente } from "./beschrijving.js";
import { showGemeente } from "./gemeente.js";
import { readData } from "./gegevens.js";
import { colourTypes, drawBorders, drawExplorer, focusOf, showFocus } from "./kaartbeeld.js";
import { domainsLegend, fillLegend, pairLegend } from "./legenda.js";
import { listRegion, markRegion, newLists, regionList, showChosen } from "./lijst.js";
import { nameWriter } from "./namen.js";
import { CROSSING, mainRegions, regionBorders, regionsOf, remembered, typesOf } from "./paren.js";
import { domainsScores, pairScores } from "./scores.js";
import { domainsSummary, doubtSummary, pairSummary } from "./zinnen.js";
import { connectSearch } from "./zoeken.js";

/** A function that finds everything that follows from the pair, the province and the way of looking. */
function deriver(data) {
  const [regionsOfPair, typesOfPair] = [remembered(regionsOf), remembered(typesOf)];
  const touches = ({ province }, { members }) =>
    province === null || members.some((g) => data.gemeenten[g][2] === province);
  return (state) => {
    const all = state.domains ? mainRegions(data) : regionsOfPair(data, state.a, state.b);
    const regions = all.filter((region) => touches(state, region));
    const crossing = state.domains ? [] : regions.filter(({ type }) => type === CROSSING);
    const outside = [...new Set(crossing.flatMap(({ extra }) => extra))];
    const elsewhere = [...new Set(crossing.flatMap(({ missing }) => missing))].filter((g) => !outside.includes(g));
    const types = state.domains ? [] : typesOfPair(data, state.a, state.b);
    return { all, regions, outside, elsewhere, types };
  };
}

/** Fill panel and legend. */
function showOutcome(data, state, view, lists, choose) {
  const { domains } = state;
  const fill = (id, parts) => document.getElementById(id).replaceChildren(...parts);
  fill("zin", [(domains ? domainsSummary : pairSummary)(data, state, view)]);
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
function shower(map, data, page, choose) {
  const drawn = drawExplorer(map, data);
  const whole = wholeView(map, drawn.arcs);
  const [borders, derive, lists] = [remembered(regionBorders), deriver(data), newLists()];
  const writeNames = nameWriter(map, data, drawn);
  let shown = [];
  const move = (options) => (shown.length ? moveTo(drawn, shown, options) : whole(options));
  const show = (given, options = {}) => {
    const before = page.state;
    const fresh = !agree(before, given, ["domains", "a", "b", "province", "consensus"]);
    if (fresh) {
      page.view = derive(given);
      colourTypes(data, drawn, given, page.view.types);
      drawBorders(data, drawn, given, borders);
    }
    const state = knownRegion(data, given, page.view);
    const region = chosenRegion(state, page.view);
    page.state = state;
    showControls(state);
    if (listRegion(data, state, region, lists) || fresh) showOutcome(data, state, page.view, lists, choose.region);
    showGemeente(data, state, page.view, choose.gemeente);
    const focus = focusOf(data, state, region);
    shown = focus.shown;
    showFocus(drawn, state, page.view, focus);
    showChosen(data, state, region);
    markRegion(lists, state.region);
    writeNames(shown, state.gemeente);
    if (!agree(before, state, ["region", "gemeente", "province"])) move(options);
  };
  connectView(map, whole, move);
  watchPointer(drawn, (g) => describeGemeente(data, page.state, page.view, g), choose.gemeente);
  return show;
}

/** Start the page. */
export function startExplorer(map) {
  const data = readData();
  const page = { state: null, view: null };
  const choose = {
    region: ({ indeling, verband }) => {
      const again = agree(page.state.region, { indeling, verband }, ["indeling", "verband"]);
      page.go({ region: again ? null : { indeling, verband }, gemeente: null });
      if (!again) scrollToMap(map);
    },
    gemeente: (g) => {
      page.go({ gemeente: g, region: null });
      document.querySelector(".paneel").scrollTo({ top: 0 });
      document.getElementById("gemeente-kop").focus({ preventScroll: isWide() });
    },
  };
  fillChoices(data);
  const show = shower(map, data, page, choose);
  page.go = (change) => {
    const state = { ...page.state, ...change, unknown: [] };
    const address = writeAddress(data, state);
    show(state);
    // A page inside another, as in a notebook, has no address of its own.
    if (window.location.hash !== address && window.location.protocol !== "about:") window.location.hash = address;
  };
  connectControls(page);
  connectSearch(data, choose.gemeente);
  connectSkipping(map);
  window.addEventListener("hashchange", () => {
    if (window.location.hash === writeAddress(data, page.state)) return;
    show(readAddress(data, window.location.hash));
  });
  show(readAddress(data, window.location.hash), { animate: false });
}
