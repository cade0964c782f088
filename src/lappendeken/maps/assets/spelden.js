// Coloured pins, drawn here: the pictograms that Folium puts on them are a font on the internet.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const SIZE = [27, 40];
  const OUTLINE =
    "M13.5 39.5C12 32 1 24 1 13.5a12.5 12.5 0 0 1 25 0C26 24 15 32 13.5 39.5Z";
  const COLOURS = {
    red: "#c8332b",
    darkred: "#8e2323",
    lightred: "#f2816f",
    orange: "#e08a1e",
    beige: "#e6c29a",
    green: "#5f9e27",
    darkgreen: "#5d6b1d",
    lightgreen: "#a5d35c",
    blue: "#2f8fc9",
    darkblue: "#1c5b8a",
    lightblue: "#80c8ec",
    cadetblue: "#42637a",
    purple: "#b94bb0",
    darkpurple: "#573566",
    pink: "#f083c0",
    white: "#f7f7f7",
    gray: "#6f6f6f",
    lightgray: "#a8a8a8",
    black: "#2b2b2b",
  };

  /** An SVG element with attributes. */
  function shape(name, attributes) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  /** A pin in a colour, with a dot where the pictogram would be. */
  function pin(colour, dot) {
    const [width, height] = SIZE;
    const image = shape("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
    const fill = COLOURS[colour] ?? colour;
    image.append(
      shape("path", { d: OUTLINE, fill, stroke: "#333", "stroke-width": 1 }),
      shape("circle", { cx: 13.5, cy: 13.5, r: 5, fill: COLOURS[dot] ?? dot }),
    );
    return image;
  }

  /** What Folium asks of Leaflet.awesome-markers. */
  function icon({ markerColor = "blue", iconColor = "white" } = {}) {
    return L.divIcon({
      className: "lappendeken-speld",
      html: pin(markerColor, iconColor),
      iconSize: SIZE,
      iconAnchor: [13.5, 39.5],
      popupAnchor: [0, -34],
      tooltipAnchor: [13, -26],
    });
  }

  L.AwesomeMarkers = { icon };
})();
