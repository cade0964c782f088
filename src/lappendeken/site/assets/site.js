// Search in the page itself, and tables that sort. Without this script all pages work, unsorted.
(() => {
  const MOST = 12;
  const base = document.documentElement.dataset.basis;
  const plain = (text) =>
    text
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase()
      .replace(/['’]/g, "")
      .replace(/[^a-z0-9]+/g, " ")
      .trim();

  function loadIndex() {
    if (!loadIndex.wanted) {
      loadIndex.wanted = new Promise((done) => {
        const script = document.createElement("script");
        script.src = `${base}middelen/zoek.js`;
        script.addEventListener("load", () => done(flatten(window.lappendekenZoek)));
        document.head.append(script);
      });
    }
    return loadIndex.wanted;
  }

  function flatten(index) {
    return index.flatMap(({ soort, map, namen }) =>
      namen.map(([naam, pad, ook = ""]) => ({
        soort,
        naam,
        ook,
        path: `${map}${pad}.html`,
        key: plain(naam),
        more: plain(ook),
      })),
    );
  }

  function rank(entry, wanted) {
    if (entry.key === wanted) return 0;
    if (entry.key.startsWith(wanted)) return 1;
    if (` ${entry.key}`.includes(` ${wanted}`)) return 2;
    if (` ${entry.more}`.includes(` ${wanted}`)) return 3;
    const words = wanted.split(" ");
    return words.every((word) => entry.key.includes(word)) ? 4 : 9;
  }

  function find(entries, text) {
    const wanted = plain(text);
    if (!wanted) return [];
    return entries
      .map((entry) => [rank(entry, wanted), entry])
      .filter(([place]) => place < 9)
      .sort(([a, one], [b, other]) => a - b || one.key.length - other.key.length)
      .map(([, entry]) => entry);
  }

  function option(entry, number) {
    const item = document.createElement("li");
    const kind = document.createElement("small");
    item.id = `gevonden-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    kind.textContent = ` ${entry.ook ? `${entry.soort}, eerder ook ${entry.ook}` : entry.soort}`;
    item.append(entry.naam, kind);
    item.addEventListener("click", () => window.location.assign(`${base}${entry.path}`));
    return item;
  }

  function startSearch() {
    const box = document.querySelector(".zoek");
    const field = box.querySelector("input");
    const list = box.querySelector("ul");
    const state = box.querySelector("#zoekstand");
    let chosen = -1;

    function choose(number) {
      const items = [...list.children];
      chosen = items.length ? (number + items.length) % items.length : -1;
      items.forEach((item, k) => item.setAttribute("aria-selected", String(k === chosen)));
      if (chosen < 0) field.removeAttribute("aria-activedescendant");
      else {
        field.setAttribute("aria-activedescendant", items[chosen].id);
        items[chosen].scrollIntoView({ block: "nearest" });
      }
    }

    function close() {
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
      chosen = -1;
    }

    async function search() {
      const entries = await loadIndex();
      const found = find(entries, field.value);
      list.replaceChildren(...found.slice(0, MOST).map(option));
      list.hidden = !found.length;
      field.setAttribute("aria-expanded", String(found.length > 0));
      chosen = -1;
      field.removeAttribute("aria-activedescendant");
      if (!field.value.trim()) state.textContent = "";
      else state.textContent = found.length ? `${found.length} gevonden` : "Niets gevonden";
    }

    field.addEventListener("input", search);
    field.addEventListener("focus", loadIndex);
    field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        choose(event.key === "ArrowDown" ? chosen + 1 : Math.max(chosen, 0) - 1);
      } else if (event.key === "Enter") {
        event.preventDefault();
        list.children[Math.max(chosen, 0)]?.click();
      } else if (event.key === "Escape") close();
    });
    // The field keeps the focus while the pointer chooses.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("focusout", (event) => {
      if (!box.contains(event.relatedTarget)) close();
    });
    box.hidden = false;
  }

  function value(cell) {
    const text = cell.textContent.trim();
    if (!cell.classList.contains("getal")) return plain(text);
    const number = Number.parseFloat(text.replace(/[.\s%≤+]/g, "").replace(",", "."));
    return Number.isNaN(number) ? Number.NEGATIVE_INFINITY : number;
  }

  function sortBy(table, head, place) {
    const falling = head.getAttribute("aria-sort")
      ? head.getAttribute("aria-sort") === "ascending"
      : head.classList.contains("getal");
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", falling ? "descending" : "ascending");
    const sign = falling ? -1 : 1;
    const rows = [...table.tBodies[0].rows].map((row) => [value(row.cells[place]), row]);
    rows.sort(([a], [b]) => sign * (a < b ? -1 : Number(a > b)));
    table.tBodies[0].append(...rows.map(([, row]) => row));
  }

  function startTable(table) {
    [...table.tHead.rows[0].cells].forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sortBy(table, head, place));
      head.append(button);
    });
  }

  startSearch();
  for (const table of document.querySelectorAll("table[data-sorteer]")) startTable(table);
})();
