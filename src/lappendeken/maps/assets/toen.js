// Then and now: an earlier date beside the present, on the gemeenten of now.

import { comparedPlaces, earlierWorld, effectsTable, knownThen } from "./gevolgen.js";
import { verbandenOf } from "./paren.js";
import { worldOf } from "./plan.js";
import { leading } from "./scores.js";
import { buttonOf, capital, element, isInView, listing } from "./tekst.js";

/** Where a gemeente is in an indeling, by name. */
function placesText(indeling, g) {
  return listing(verbandenOf(indeling, g).map((verband) => indeling.verbanden[verband])) || "geen";
}

/** Who went to another region, indeling by indeling, with from where to where. */
function moverLists(source, state, choose) {
  const { then } = source;
  return comparedPlaces(source, state).filter((k) => k in then.indelingen).flatMap((k) => {
    const gemeenten = then.moved[k].filter((g) => isInView(source, state, g));
    const head = element("h3", `${capital(source.indelingen[k].naam)}: ${gemeenten.length || "niemand"} naar een andere regio`);
    const list = element("ul", "", "zetten");
    for (const g of gemeenten) {
      const button = buttonOf("", () => choose.gemeente(g));
      const [from, to] = [then.indelingen[k], source.indelingen[k]].map((one) => placesText(one, g));
      button.append(element("span", source.gemeenten[g][1], "naam"), element("span", `van ${from} naar ${to}`, "tegen"));
      const row = element("li");
      row.append(button);
      list.append(row);
    }
    return [head, list];
  });
}

/** Both dates beside each other, and who moved; or why that cannot be. */
function periodParts({ source, state }, choose) {
  const { then } = source;
  if (!knownThen(source, state)) {
    const names = Object.keys(then.indelingen).map((k) => source.indelingen[k].naam);
    return [element("p", `Van ${then.year} kent deze pagina alleen de ${listing(names)}; kies die om te vergelijken.`, "uitleg")];
  }
  const both = [earlierWorld(source)(state.sure), worldOf(source, [], state.sure)];
  const words = { caption: `${then.year} naast ${then.now}`, columns: [then.year, then.now] };
  return [effectsTable(both, state, leading(source), words), ...moverLists(source, state, choose)];
}

/** Let the reader go back and forth between two dates. */
export function connectPeriods({ page, choose }) {
  const part = document.getElementById("toen");
  if (!part) return { fill: () => {} };
  part.addEventListener("toggle", () => {
    const { period } = page.state;
    if (part.open !== (period !== null)) page.go({ period: part.open ? "now" : null, region: null });
  });
  const choices = [...part.querySelectorAll("input")];
  for (const input of choices) {
    input.addEventListener("change", () => page.go({ period: input.value, region: null }));
  }
  return {
    fill: () => {
      const { period } = page.state;
      part.open = period !== null;
      if (!part.open) return;
      for (const input of choices) input.checked = input.value === period;
      document.getElementById("toen-inhoud").replaceChildren(...periodParts(page, choose));
    },
  };
}
