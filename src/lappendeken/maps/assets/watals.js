// What if: gemeenten are moved to other regions, and what that does is shown at once.

import { bestMovesParts } from "./bestezetten.js";
import { effectsTable, touchesView } from "./gevolgen.js";
import { verbandenOf } from "./paren.js";
import { carriedOut, refusal } from "./plan.js";
import { connectKeeping, connectOpening, planSteps, stepText } from "./planlijst.js";
import { leading } from "./scores.js";
import { capital, element } from "./tekst.js";
import { fillTargets, moverParts, moversOf, placeOfMove, placeText, showNameBox, stepInForm } from "./zetpaneel.js";
import { neighboursOf } from "./zetten.js";

const byId = (id) => document.getElementById(id);

/** Tell what happened, to those who see it and those who hear it. */
function tellWhatIf(text) {
  byId("zet-melding").textContent = text;
}

/** Tell what became of a file, which may be dropped while another part of the panel is in view. */
function tellOpened(text) {
  byId("watals").open = true;
  tellWhatIf(text);
  byId("zet-melding").scrollIntoView({ block: "nearest" });
}

/** The length of a plan, in words. */
function stepCount({ length }) {
  return length === 1 ? "1 stap" : `${length} stappen`;
}

/** The plan: its steps and what they do. */
function planParts({ source, state, data }) {
  if (!state.plan.length) return [];
  const parts = [element("h3", `Het plan: ${stepCount(state.plan)}`), planSteps(source, state.plan)];
  if (data.past) return [...parts, element("p", `Een plan begint bij nu; kies ${source.then.now} om te zien wat het doet.`, "uitleg")];
  if (touchesView(data, state)) return [...parts, effectsTable([data.base, data], state, leading(data), { caption: "Wat het plan doet", columns: ["nu", "plan"] })];
  const why = data.beyond
    ? "De scores hieronder zijn zonder het plan: een indeling met overlap rekent deze pagina niet door."
    : "Het plan verandert niets aan de indelingen die nu vergeleken worden.";
  return [...parts, element("p", why, "uitleg")];
}

/** Fill the part of the panel on what if; nothing is computed while it is closed. */
function fillWhatIf(page, use) {
  const { world, data, state } = page;
  byId("zet-terug").disabled = !state.plan.length;
  byId("zet-vooruit").disabled = !page.redo.length;
  for (const id of ["zet-wis", "plan-bewaar"]) byId(id).disabled = !state.plan.length;
  byId("watals-aantal").textContent = state.plan.length ? ` Plan: ${stepCount(state.plan)}.` : "";
  if (!byId("watals").open) return;
  byId("plan").replaceChildren(...planParts(page));
  const movers = moversOf(state);
  const k = placeOfMove(world, state, use.place);
  byId("zet-wie").replaceChildren(...moverParts(world, state, page.go));
  byId("zet-vak").hidden = !movers.length || k === null;
  if (movers.length && k !== null) {
    byId("zet-indeling").value = k;
    byId("zet-nu").textContent = placeText(world, k, movers);
    fillTargets(world, k, movers, neighboursOf(page.source));
    showNameBox();
  }
  byId("beste").replaceChildren(...bestMovesParts(data.past ? world : data, state, neighboursOf(page.source), use.take));
}

/** Let Ctrl+Z and Ctrl+Y go back and forth, but in a box to type in. */
function connectKeys(back, forth) {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.matches("input, textarea")) return;
    const key = event.key.toLowerCase();
    const work = key === "y" || (key === "z" && event.shiftKey) ? forth : key === "z" ? back : null;
    if (!work) return;
    event.preventDefault();
    work();
  });
}

/** Let the map choose where gemeenten go, once. */
function connectPicking(page, use) {
  const button = byId("zet-kaart");
  const set = (on) => {
    page.picking = on;
    button.setAttribute("aria-pressed", String(on));
  };
  button.addEventListener("click", () => {
    set(!page.picking);
    if (page.picking) tellWhatIf("Kies op de kaart een gemeente van de regio waar zij naartoe gaan.");
  });
  page.pick = (g) => {
    set(false);
    const k = placeOfMove(page.world, page.state, use.place);
    const [target] = verbandenOf(page.world.indelingen[k], g);
    use.take({ k, gemeenten: moversOf(page.state), to: target ?? -1 });
  };
}

/** Undo, redo and start again; each changes the plan, and nothing else. */
function connectSteps(page) {
  const back = () => {
    const { plan } = page.state;
    if (!plan.length) return;
    page.redo.push(plan.at(-1));
    page.go({ plan: plan.slice(0, -1) });
    tellWhatIf("De laatste stap is ongedaan gemaakt.");
  };
  const forth = () => {
    if (!page.redo.length) return;
    page.go({ plan: [...page.state.plan, page.redo.pop()] });
    tellWhatIf("De stap is opnieuw gezet.");
  };
  byId("zet-terug").addEventListener("click", back);
  byId("zet-vooruit").addEventListener("click", forth);
  byId("zet-wis").addEventListener("click", () => {
    page.redo = page.state.plan.slice().reverse();
    page.go({ plan: [] });
    tellWhatIf("Het plan is leeg; met Opnieuw komt het stap voor stap terug.");
  });
  connectKeys(back, forth);
}

/** Let the rest of the page open what if, and put gemeenten in the group or take them out. */
function connectGroup(page) {
  page.openWhatIf = (group) => {
    byId("watals").open = true;
    page.go({ group });
    byId("watals-kop").scrollIntoView({ block: "start" });
    document.querySelector("#watals summary").focus({ preventScroll: true });
  };
  page.toggle = (g) => {
    const { group } = page.state;
    byId("watals").open = true;
    page.go({ group: group.includes(g) ? group.filter((one) => one !== g) : [...group, g] });
  };
}

/** Connect the part of the panel on what if; gives what fills it. */
export function connectWhatIf(page) {
  const use = { place: null };
  page.take = (steps) => {
    let now = page.world;
    const told = [];
    for (const step of steps) {
      const why = refusal(now, step);
      if (why) {
        tellWhatIf(capital(why));
        return;
      }
      told.push(`${stepText({ step, before: now })}.`);
      now = carriedOut(now, step);
    }
    page.redo = [];
    byId("watals").open = true;
    page.go({ plan: [...page.state.plan, ...steps], group: [] });
    tellWhatIf(told.join(" "));
  };
  use.take = (step) => page.take([step]);
  byId("zet").addEventListener("submit", (event) => {
    event.preventDefault();
    const k = placeOfMove(page.world, page.state, use.place);
    use.take(stepInForm(page.world, k, moversOf(page.state)));
  });
  byId("zet-indeling").addEventListener("change", ({ target }) => {
    use.place = Number(target.value);
    fillWhatIf(page, use);
  });
  byId("zet-naar").addEventListener("change", showNameBox);
  byId("watals").addEventListener("toggle", () => fillWhatIf(page, use));
  connectSteps(page);
  connectGroup(page);
  connectPicking(page, use);
  connectKeeping(page, tellWhatIf);
  connectOpening({
    data: () => page.source,
    other: () => page.compareOwn,
    readWorkbook: () => page.readWorkbook,
    tellOther: () => page.tellOwn,
    tell: tellOpened,
    take: (plan, name) => {
      page.redo = [];
      byId("watals").open = true;
      page.go({ plan });
      tellOpened(`${name} is geopend: ${stepCount(plan)}.`);
    },
  });
  return () => fillWhatIf(page, use);
}
