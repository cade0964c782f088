// Tables that their reader sorts by the heads of the columns, and filters; a row is a body.

import { buttonOf, compareNames, plainText } from "./tekst.js";

/** What a row is sorted by: its number, which is null when it is not known, or its text. */
function sortKey(row, column) {
  const cell = row.rows[0].cells[column];
  const { orde } = cell.dataset;
  if (orde === undefined) return (cell.querySelector(".naam") ?? cell).textContent;
  return orde === "" ? null : Number(orde);
}

/** Compare two keys; what is not known comes last. */
function compareKeys(x, y, sign) {
  if (x === null || y === null) return (x === null) - (y === null);
  if (typeof x === "number") return sign * (x - y);
  return sign * compareNames(x, y);
}

/** Let the heads of a table sort it by an order, which is kept; gives what sorts it again. */
export function connectSorting(table, order) {
  const heads = [...table.querySelectorAll("thead th")];
  const sort = () => {
    heads.forEach((head, k) => {
      const way = order.down ? "descending" : "ascending";
      head.ariaSort = k === order.column ? way : "none";
    });
    const keyed = [...table.tBodies].map((row) => [sortKey(row, order.column), row]);
    keyed.sort(([x], [y]) => compareKeys(x, y, order.down ? -1 : 1));
    table.append(...keyed.map(([, row]) => row));
  };
  heads.forEach((head, column) => {
    const sortBy = () => {
      order.down = order.column === column && !order.down;
      order.column = column;
      sort();
    };
    head.replaceChildren(buttonOf(head.textContent, sortBy));
  });
  return sort;
}

/** Let the box above a table leave only the rows that hold its text. */
export function connectFilter(table) {
  const place = document.querySelector(".zoek");
  const [input, status] = [place.querySelector("input"), place.querySelector("p")];
  const rows = [...table.tBodies].map((row) => [row, plainText(row.textContent)]);
  place.hidden = false;
  input.addEventListener("input", () => {
    const wanted = plainText(input.value);
    for (const [row, text] of rows) row.hidden = !text.includes(wanted);
    const left = rows.filter(([row]) => !row.hidden).length;
    status.textContent = wanted ? `${left} van de ${rows.length}` : "";
  });
}
