// The images of Leaflet's own marker, which it would look for beside its style sheet.
(() => {
  L.Icon.Default.mergeOptions(
    JSON.parse(document.getElementById("lappendeken-marker").textContent),
  );
})();
