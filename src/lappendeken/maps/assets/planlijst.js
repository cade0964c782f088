// The plan in the panel: its steps, and how it is kept, sent and opened.

import { verbandenOf } from "./paren.js";
import { readSteps, stepsWithData } from "./plan.js";
import { fileFinders, planAsCsv, readPlanText, saveFile, textOfFile } from "./planbestand.js";
import { element, fullName, listing } from "./tekst.js";

const SHOWN = 12;
const FAULTS = 5;

/** What a step does, in words. */
export function stepText({ step: { k, gemeenten, to, naam }, before }) {
  const indeling = before.indelingen[k];
  const names = gemeenten.map((g) => before.gemeenten[g][1]);
  const left = [...new Set(gemeenten.map((g) => indeling.verbanden[verbandenOf(indeling, g)[0]] ?? "geen"))];
  const target = naam === undefined ? fullName(indeling, to) : `nieuwe ${indeling.enkelvoud} ${naam}`;
  return `${listing(names)}: van ${listing(left)} naar ${target}`;
}

/** The steps of a plan as a list. */
export function planSteps(data, plan) {
  const told = stepsWithData(data, plan).map(stepText);
  const list = element("ol", "", "stappen");
  list.append(...told.slice(0, SHOWN).map((text) => element("li", text)));
  if (told.length > SHOWN) list.append(element("li", `en nog ${told.length - SHOWN} stappen`, "uitleg"));
  return list;
}

/** The plan in a file, and why it is refused; then no step of it is taken. */
function planInFile(data, text) {
  const { rows, wrong } = readPlanText(text);
  const { steps, unknown, refused } = readSteps(data, rows, fileFinders(data));
  const faults = [...wrong, ...(unknown.length ? [`Onbekend: ${[...new Set(unknown)].join(", ")}.`] : []), ...refused];
  return { steps, faults };
}

/** Open a file that may hold a plan; what it cannot do is told, and then the present plan stays. */
async function openPlan(file, { data, take, tell }) {
  try {
    const { steps, faults } = planInFile(data, await textOfFile(file));
    if (!faults.length) return take(steps, file.name);
    const more = faults.length > FAULTS ? ` En nog ${faults.length - FAULTS} fouten.` : "";
    return tell(`${file.name} is niet geopend. ${faults.slice(0, FAULTS).join(" ")}${more}`);
  } catch (error) {
    return tell(error.message);
  }
}

/** Let a plan be opened with a button or by dropping it on the page; `use` takes and tells. */
export function connectOpening(use) {
  const input = document.getElementById("plan-bestand");
  document.getElementById("plan-open").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    if (input.files.length) openPlan(input.files[0], use);
    input.value = "";
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) openPlan(file, use);
  });
}

/** Let a plan be kept as a file. */
export function connectKeeping(page, tell) {
  document.getElementById("plan-bewaar").addEventListener("click", () => {
    saveFile("plan.csv", planAsCsv(page.source, page.state.plan), "text/csv");
    tell("Bewaard als plan.csv. Met 'lappendeken scenario plan.csv' ziet u alle gevolgen.");
  });
}
