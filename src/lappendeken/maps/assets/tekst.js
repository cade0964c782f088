// Text on the page. All text is set as text, never as markup.

/** An element with text. */
function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** A text with a capital at its start. */
function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A verband with the kind of verband it is, unless its name says so. */
function fullName(indeling, verband) {
  const name = indeling.verbanden[verband];
  const kind = indeling.enkelvoud;
  return name.toLowerCase().includes(kind.toLowerCase()) ? name : `${kind} ${name}`;
}

/** Put the box beside the pointer, inside the window. */
function placeBox(box, { clientX, clientY }) {
  if (window.matchMedia("(max-width: 760px)").matches) {
    box.style.transform = "";
    return;
  }
  const { width, height } = box.getBoundingClientRect();
  const right = clientX + 18 + width < window.innerWidth;
  const x = right ? clientX + 18 : clientX - 18 - width;
  const y = Math.min(clientY + 18, window.innerHeight - height - 8);
  box.style.transform = `translate(${Math.max(4, Math.round(x))}px, ${Math.max(4, Math.round(y))}px)`;
}

/** A number of thousandths as a Dutch reader expects it. */
function decimals(thousandths) {
  if (thousandths === null) return "–";
  const digits = { minimumFractionDigits: 3, maximumFractionDigits: 3 };
  return (thousandths / 1000).toLocaleString("nl-NL", digits);
}

/** A number of thousandths as a percentage, which is 100% only when it is all. */
function percentage(thousandths) {
  if (thousandths === null) return "niet bekend";
  const decimal = thousandths < 1000 ? 1 : 0;
  const digits = { minimumFractionDigits: decimal, maximumFractionDigits: decimal };
  return `${(thousandths / 10).toLocaleString("nl-NL", digits)}%`;
}
