// A background under the map. Without a network its tiles stay away, and nothing else changes.

/** Lay the tiles under all that is drawn, and name their maker on the map. */
function layBackground(map) {
  const { address, options } = JSON.parse(
    document.getElementById("lappendeken-achtergrond").textContent,
  );
  if (!map.attributionControl) L.control.attribution({ prefix: false }).addTo(map);
  L.tileLayer(address, options).addTo(map);
}
