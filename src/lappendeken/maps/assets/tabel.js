// A table that its reader sorts by the heads of its columns.

/** Compare two cells: numbers by size, texts as a Dutch reader sorts them. */
function compareCells(x, y) {
  return typeof x === "number" ? x - y : String(x).localeCompare(String(y), "nl");
}

/**
 * A table of rows.
 * columns: { head, title, value(row), cell(row) -> Node, number }; the first holds the row's name.
 * Returns the element and a function that fills it.
 */
function sortableTable(caption, columns, order) {
  const table = element("table", "", "lijst");
  table.append(element("caption", caption, "alleen-voorlezen"));
  const body = document.createElement("tbody");
  let rows = [];
  const fill = () => {
    const { value } = columns[order.column];
    const sign = order.down ? -1 : 1;
    const sorted = [...rows].sort((x, y) => sign * compareCells(value(x), value(y)));
    body.replaceChildren(...sorted.map((row) => tableRow(columns, row)));
    heads.forEach((head, k) => {
      const now = k === order.column;
      head.ariaSort = now ? (order.down ? "descending" : "ascending") : "none";
    });
  };
  const sortBy = (k) => {
    order.down = order.column === k ? !order.down : false;
    order.column = k;
    fill();
  };
  const heads = columns.map((column, k) => tableHead(column, () => sortBy(k)));
  const head = document.createElement("thead");
  head.append(document.createElement("tr"));
  head.firstChild.append(...heads);
  table.append(head, body);
  return { table, fill: (given) => { rows = given; fill(); } };
}

/** The head of a column, with the button that sorts by it. */
function tableHead({ head, title, number }, sort) {
  const cell = element("th", "", number ? "getal" : "");
  cell.scope = "col";
  const button = element("button", head);
  button.type = "button";
  if (title) button.title = title;
  button.addEventListener("click", sort);
  cell.append(button);
  return cell;
}

/** One row. */
function tableRow(columns, row) {
  const made = document.createElement("tr");
  columns.forEach(({ cell, number }, k) => {
    const place = element(k ? "td" : "th", "", number ? "getal" : "");
    if (!k) place.scope = "row";
    place.append(cell(row));
    made.append(place);
  });
  return made;
}
