// Text on the page. All text is set as text, never as markup.

/** An element with text. */
export function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** A button with text. */
export function buttonOf(text, press) {
  const button = element("button", text);
  button.type = "button";
  button.addEventListener("click", press);
  return button;
}

/** A cell that heads a row or a column of a table. */
export function headCell(scope, text = "", className = "") {
  const cell = element("th", text, className);
  cell.scope = scope;
  return cell;
}

/** A text with a capital at its start. */
export function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Names as running text. */
export function listing(names) {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} en ${names.at(-1)}` : names.join("");
}

/** A verband with the kind of verband it is, unless its name says so. */
export function fullName(indeling, verband) {
  const name = indeling.verbanden[verband];
  const kind = indeling.enkelvoud;
  return name.toLowerCase().includes(kind.toLowerCase()) ? name : `${kind} ${name}`;
}

/** The province that is chosen, as the end of a phrase. */
export function inProvince(data, { province }) {
  return province === null ? "" : ` in ${data.provincies[province]}`;
}

/** Whether a gemeente is in the province that is chosen, if one is. */
export function isInView(data, { province }, g) {
  return province === null || data.gemeenten[g][2] === province;
}

/** A text without case, accents and punctuation. */
export function plainText(text) {
  const bare = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** A plain text without the article that it may begin with. */
export function withoutArticle(text) {
  return text.replace(/^(de|den|het|t|s) (?=.)/, "");
}

let collator = null;

/** Compare names in the order of a Dutch list, in which punctuation counts for nothing. */
export function compareNames(x, y) {
  // Made when first asked for, and once: that takes longer than many comparisons.
  collator ??= new Intl.Collator("nl", { ignorePunctuation: true });
  return collator.compare(x, y);
}

/** A number as a Dutch reader expects it; written here, as what browsers have for it takes long to start. */
function dutchNumber(value, digits) {
  const [units, part] = value.toFixed(digits).split(".");
  const grouped = units.replace(/\B(?=(?:\d{3})+$)/g, ".");
  return part ? `${grouped},${part}` : grouped;
}

/** A whole number, with a point between thousands. */
export function whole(number) {
  return dutchNumber(number, 0);
}

/** A number of thousandths with its decimals. */
export function decimals(thousandths) {
  return thousandths === null ? "–" : dutchNumber(thousandths / 1000, 3);
}

/** A change in thousandths with its sign and decimals. */
export function signed(thousandths) {
  return `${thousandths < 0 ? "−" : "+"}${decimals(Math.abs(thousandths))}`;
}

/** A number with its sign. */
export function signedCount(number) {
  return number ? `${number < 0 ? "−" : "+"}${Math.abs(number)}` : "0";
}

/** A number of thousandths as a percentage, which is 100% only when it is all. */
export function percentage(thousandths) {
  if (thousandths === null) return "niet bekend";
  return `${dutchNumber(thousandths / 10, thousandths < 1000 ? 1 : 0)}%`;
}
