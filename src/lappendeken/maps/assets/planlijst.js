// The plan in the panel: its steps, and how it is kept, sent and opened.

import { verbandenOf } from "./paren.js";
import { readSteps, stepsWithData } from "./plan.js";
import { fileFinders, isPlan, planAsCsv, readPlanRows, saveFile } from "./planbestand.js";
import { fileRows } from "./tafel.js";
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

/** The plan in a table, and why it is refused; then no step of it is taken. */
function planInRows(data, given) {
  const { rows, wrong } = readPlanRows(given);
  const { steps, unknown, refused } = readSteps(data, rows, fileFinders(data));
  const faults = [...wrong, ...(unknown.length ? [`Onbekend: ${[...new Set(unknown)].join(", ")}.`] : []), ...refused];
  return { steps, faults };
}

/** Open a table that may hold a plan; what it cannot do is told, and then the present plan stays. */
function openPlan(rows, name, { data, take, tell }) {
  const { steps, faults } = planInRows(data(), rows);
  if (!faults.length) return take(steps, name);
  const more = faults.length > FAULTS ? ` En nog ${faults.length - FAULTS} fouten.` : "";
  return tell(`${name} is niet geopend. ${faults.slice(0, FAULTS).join(" ")}${more}`);
}

/** Let a plan be opened with a button or by dropping it on the page; `use` takes and tells, and
 * `other` may take what is dropped and is no plan. */
export function connectOpening(use) {
  const open = async (file, other, tell) => {
    try {
      const rows = await fileRows(file, use.readWorkbook());
      if (other && !isPlan(rows)) other(rows, file.name);
      else openPlan(rows, file.name, use);
    } catch (error) {
      tell(error.message);
    }
  };
  const input = document.getElementById("plan-bestand");
  document.getElementById("plan-open").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    if (input.files.length) open(input.files[0], null, use.tell);
    input.value = "";
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) open(file, use.other(), use.tellOther() ?? use.tell);
  });
}

/** Let a plan be kept as a file. */
export function connectKeeping(page, tell) {
  document.getElementById("plan-bewaar").addEventListener("click", () => {
    saveFile("plan.csv", planAsCsv(page.source, page.state.plan), "text/csv");
    tell("Bewaard als plan.csv. Met 'lappendeken scenario plan.csv' ziet u alle gevolgen.");
  });
}
