// What a user of the program may add to a map needs this: the images of Leaflet's own marker,
// which it would look for beside its style sheet, and what Folium makes the content of popups with.
L.Icon.Default.mergeOptions(JSON.parse(document.getElementById("lappendeken-marker").textContent));
window.$ = (markup) => new DOMParser().parseFromString(markup, "text/html").body.children;
