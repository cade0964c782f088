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
 * screen the box stays after a choice, with a button to `more` of it. */
export function watchPointer(drawn, describe, choose = null, more = null) {
  const box = document.querySelector(".aanwijzer");
  let kept = false;
  const hide = () => {
    kept = false;
    box.hidden = true;
    outlineUnder(drawn, null);
  };
  drawn.gemeenten.forEach((layer, g) => {
    const show = ({ originalEvent }) => {
      box.replaceChildren(...describe(g));
      box.hidden = false;
      placeBox(box, originalEvent);
      outlineUnder(drawn, g);
    };
    const take = ({ originalEvent }) => {
      hide();
      if (!choose(g, originalEvent) || isWide()) return;
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
    layer.on({ mouseover: show, click: choose ? take : show, mouseout: leave });
    layer.on("mousemove", ({ originalEvent }) => placeBox(box, originalEvent));
  });
  drawn.map.on("movestart zoomstart", () => {
    if (!kept) hide();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!target.closest("path.gemeente, .aanwijzer")) hide();
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
}
