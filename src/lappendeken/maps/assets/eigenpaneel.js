// The part of the panel where a reader brings a division of their own.

import { afterPaint } from "./beeld.js";
import { divisionText, readDivision } from "./eigen.js";
import { withDivision } from "./eigenadres.js";
import { addressFinders, namesOf, readSteps, stepsWithData } from "./plan.js";
import { fileRows, textRows } from "./tafel.js";
import { firstSheet } from "./werkblad.js";

const ownPart = (id) => document.getElementById(id);
const PASTED = "wat u plakte";

/** Tell what became of a division, and show the part that tells it once the lists above it are there. */
function tellOwn(text) {
  ownPart("eigen").open = true;
  const message = ownPart("eigen-melding");
  message.textContent = text;
  afterPaint(() => message.scrollIntoView({ block: "center" }));
}

/** The same plan in other data; steps that no longer can be are left out. */
function planIn(page, source) {
  const steps = stepsWithData(page.source, page.state.plan).map(({ step, before }) => namesOf(before, step));
  return readSteps(source, steps, addressFinders(source)).steps;
}

/** Compare the division in some rows with what is coloured now; a fault leaves all as it was. */
function compareRows(page, rows, name) {
  const division = readDivision(page.source, rows, name);
  const source = withDivision(page.source, division.regions);
  const { a, b } = page.state;
  const plan = planIn(page, source);
  const lost = page.state.plan.length - plan.length;
  page.source = source;
  page.go({ a: source.own, b: a === source.own ? b : a, domains: false, beside: false, region: null, plan });
  const left = lost ? ` Uit het plan ${lost === 1 ? "verviel 1 stap" : `vervielen ${lost} stappen`} in de eigen indeling van daarvoor.` : "";
  tellOwn(divisionText(source, division, name) + left);
}

/** Let a division be dropped, opened with a button or pasted. */
export function connectOwn({ page }) {
  const attempt = async (work) => {
    try {
      await work();
    } catch (error) {
      tellOwn(error.message);
    }
  };
  page.tellOwn = tellOwn;
  page.readWorkbook = firstSheet;
  page.compareOwn = (rows, name) => compareRows(page, rows, name);
  const input = ownPart("eigen-bestand");
  ownPart("eigen-open").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const [file] = input.files;
    if (file) attempt(async () => compareRows(page, await fileRows(file, firstSheet), file.name));
    input.value = "";
  });
  ownPart("eigen-vergelijk").addEventListener("click", () =>
    attempt(() => compareRows(page, textRows(ownPart("eigen-cellen").value), PASTED)));
  return {
    fill: () => {
      ownPart("eigen-bron").hidden = page.source.own === undefined;
    },
  };
}
