// The box at the pointer, with what is said of the gemeente under it.

import { isWide } from "./beeld.js";
import { outlineUnder } from "./lagen.js";
import { buttonOf } from "./tekst.js";

/** Put the box beside the pointer, inside the window. */
function placeBox(box, { clientX, clientY }) {
  if (!isWide()) {
    box.style.transform = "";
    return;
  }
  const { width, height } = box.getBoundingClientRect();
  const right = clientX + 18 + width < window.innerWidth;
  const x = right ? clientX + 18 : clientX - 18 - width;
  const y = Math.min(clientY + 18, window.innerHeight - height - 8);
  box.style.transform = `translate(${Math.max(4, Math.round(x))}px, ${Math.max(4, Math.round(y))}px)`;
}

/** Show the box over the gemeenten; a click chooses one, and else shows the box too. On a small
 * screen the box stays after a choice, with a button to `more` of it. Gives what shows the box, takes
 * a gemeente and leaves it, for a map that is drawn in another way. */
export function watchPointer(drawn, describe, choose = null, more = null) {
  const box = document.querySelector(".aanwijzer");
  let kept = false;
  let taken = {};
  const hide = () => {
    kept = false;
    box.hidden = true;
    outlineUnder(drawn, null);
  };
  const show = (g, event) => {
    box.replaceChildren(...describe(g));
    box.hidden = false;
    placeBox(box, event);
    outlineUnder(drawn, g);
  };
  const take = (g, event) => {
    hide();
    taken = event;
    if (!choose(g, event) || isWide()) return;
    kept = true;
    box.replaceChildren(...describe(g), buttonOf("Meer hierover", () => {
      hide();
      more();
    }));
    box.hidden = false;
  };
  const leave = () => {
    if (!kept) hide();
  };
  // When the map moves to what was chosen, another gemeente comes under a pointer that lies still.
  const rests = ({ clientX, clientY }) => clientX === taken.clientX && clientY === taken.clientY;
  const enter = (g, event) => {
    if (!rests(event)) show(g, event);
  };
  const move = (g, event) => {
    if ("clientX" in taken && !rests(event)) {
      taken = {};
      show(g, event);
    } else placeBox(box, event);
  };
  const press = choose ? take : show;
  drawn.gemeenten.forEach((layer, g) => {
    layer.on({
      mouseover: ({ originalEvent }) => enter(g, originalEvent),
      click: ({ originalEvent }) => press(g, originalEvent),
      mouseout: leave,
      mousemove: ({ originalEvent }) => move(g, originalEvent),
    });
  });
  drawn.map.on("movestart zoomstart", () => {
    if (!kept) hide();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!target.closest("path.gemeente, .aanwijzer, .naast")) hide();
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
  return { show, take, leave, follow: (event) => placeBox(box, event) };
}
