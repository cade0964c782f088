// A plan as a file: the CSV that `lappendeken scenario` reads, written and read on this page.

import { verbandenOf } from "./paren.js";
import { beginOfNew, keyOf, stepsWithData } from "./plan.js";
import { plainText, withoutArticle } from "./tekst.js";

const COLUMNS = ["actie", "indeling", "gemeente", "van", "naar", "naam"];
const [MOVE, JOIN, SPLIT] = ["verplaats", "treed-toe", "splits"];

/** A row of the file for some gemeenten of one step. */
function planRow(before, { k, gemeenten, to }, { actie, naar, naam = "" }) {
  const indeling = before.indelingen[k];
  const left = [...new Set(gemeenten.flatMap((g) => verbandenOf(indeling, g)))];
  // Who accedes leaves nothing; and those who leave more than one name none.
  const van = actie === JOIN || left.length !== 1 ? "" : keyOf(indeling, left[0]);
  return [actie, indeling.id, gemeenten.map((g) => before.gemeenten[g][0]).join("; "), van, naar ?? keyOf(indeling, to), naam];
}

/** The rows of one step: those who are in no verband accede, the others move. */
function stepRows({ step, before }) {
  const { k, naam } = step;
  let { gemeenten } = step;
  const rows = [];
  if (naam !== undefined) {
    const { own, others } = beginOfNew(before, k, gemeenten);
    rows.push(planRow(before, { ...step, gemeenten: own }, { actie: SPLIT, naar: "", naam }));
    gemeenten = others;
  }
  const outside = gemeenten.filter((g) => !verbandenOf(before.indelingen[k], g).length);
  const inside = gemeenten.filter((g) => !outside.includes(g));
  for (const [actie, group] of [[MOVE, inside], [JOIN, outside]]) {
    if (group.length) rows.push(planRow(before, { ...step, gemeenten: group }, { actie, naar: naam }));
  }
  return rows;
}

/** A cell of a CSV file. */
function csvCell(value) {
  return /[",;\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A table as a Dutch spreadsheet opens it: with semicolons, and no cell that is a formula. */
export function csvText(rows) {
  const safe = (text) => csvCell(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
  return `\uFEFF${rows.map((row) => row.map(safe).join(";")).join("\r\n")}\r\n`;
}

/** A plan as a CSV file. */
export function planAsCsv(data, steps) {
  const rows = stepsWithData(data, steps).flatMap(stepRows);
  return `${[COLUMNS, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** What a row of a plan asks for, on this page; `wrong` says why it cannot be read. */
function readRow(cells, number) {
  const { actie, indeling, gemeente, van, naar, naam } = cells;
  const gemeenten = gemeente.split(";").map((text) => text.trim()).filter(Boolean);
  if (actie === SPLIT) return { indeling, gemeenten, van, naam };
  if (actie === MOVE || actie === JOIN) return { indeling, gemeenten, van, naar };
  return { wrong: `Rij ${number}: '${actie}' kan hier niet; deze pagina leest ${MOVE}, ${JOIN} en ${SPLIT}.` };
}

/** Whether a table is meant as a plan. */
export function isPlan([head = []]) {
  return head.includes("actie");
}

/** What the rows of a file ask for; `wrong` lists what cannot be read. */
export function readPlanRows([head = [], ...rows]) {
  const places = Object.fromEntries(COLUMNS.map((name) => [name, head.indexOf(name)]));
  if (places.actie < 0 || places.indeling < 0 || places.gemeente < 0) {
    return { rows: [], wrong: ["Dit is geen plan: een plan heeft de kolommen actie, indeling, gemeente, van, naar en naam."] };
  }
  if (!rows.length) return { rows: [], wrong: ["Dit plan heeft geen rijen."] };
  const cells = rows.map((row) => Object.fromEntries(COLUMNS.map((name) => [name, row[places[name]] ?? ""])));
  const read = cells.map((one, k) => readRow(one, k + 2));
  return { rows: read.filter(({ wrong }) => !wrong), wrong: read.flatMap(({ wrong }) => wrong ?? []) };
}

/** How a file finds what it names: by identifier or by name, whatever its spelling. */
export function fileFinders(data) {
  const [codes, names] = [new Map(), new Map(data.aliases)];
  data.gemeenten.forEach(([code, name], g) => {
    codes.set(code, g);
    for (const called of [plainText(name), withoutArticle(plainText(name))]) names.set(called, g);
  });
  const called = ({ id, naam, enkelvoud }) => [id, naam, enkelvoud].map(plainText);
  const domain = (text) => data.main.find((k) => plainText(data.indelingen[k].domein) === text) ?? -1;
  return {
    gemeente: (text) => codes.get(text) ?? names.get(plainText(text)) ?? names.get(withoutArticle(plainText(text))) ?? -1,
    indeling: (text) => {
      const found = data.indelingen.findIndex((one) => called(one).includes(plainText(text)));
      return found < 0 ? domain(plainText(text)) : found;
    },
  };
}

/** Let the reader keep something as a file. */
export function saveFile(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
