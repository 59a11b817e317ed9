// Maps that move. A page shows its list, its still picture or its inputs first; the map is fetched when asked for.
const COLOURS = () => {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--moot-${name}`).trim();
  return { tide: colour("tide"), paper: colour("paper"), sun: colour("sun"), onSun: colour("on-sun") };
};

function fetchScript(box) {
  if (window.L) return Promise.resolve();
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: box.dataset.style });
  const script = Object.assign(document.createElement("script"), { src: box.dataset.script });
  document.head.append(style, script);
  return new Promise((done, failed) => Object.assign(script, { onload: done, onerror: failed }));
}

async function drawAreas(map, url, colours) {
  const response = await fetch(url);
  if (!response.ok) return;
  L.geoJSON(await response.json(), {
    interactive: false,
    style: { color: colours.tide, weight: 1.5, fillColor: colours.paper, fillOpacity: 1 },
  }).addTo(map).bringToBack();
}

async function makeMap(box, button) {
  await fetchScript(box);
  const canvas = document.createElement("div");
  canvas.className = "moot-map__canvas";
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", box.dataset.nameMap);
  button.replaceWith(canvas);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(canvas, { zoomAnimation: !calm, fadeAnimation: !calm, inertia: !calm, attributionControl: false });
  const [south, west, north, east] = box.dataset.bounds.split(",").map(Number);
  map.fitBounds([[south, west], [north, east]], { padding: [30, 30], maxZoom: 15 });
  if (box.dataset.tiles) {
    L.control.attribution({ prefix: false }).addTo(map);
    L.tileLayer(box.dataset.tiles, { attribution: box.dataset.credit }).addTo(map);
  } else if (box.dataset.areas) {
    drawAreas(map, box.dataset.areas, COLOURS());
  }
  canvas.focus();
  return map;
}

function pin(number) {
  return L.divIcon({ className: "moot-map__pin", html: String(number), iconSize: [28, 28], iconAnchor: [14, 14] });
}

function label({ name, href }) {
  const words = Object.assign(document.createElement(href ? "a" : "span"), { textContent: name });
  if (href) words.href = href;
  return words;
}

function showPoints(box, map) {
  box.querySelector(".moot-map__still")?.remove();
  JSON.parse(box.dataset.points).forEach((point, at) => {
    L.marker(point.at, { icon: pin(point.count > 1 ? point.count : at + 1), title: point.name, alt: point.name }).bindPopup(label(point)).addTo(map);
  });
}

function choosePoint(box, map) {
  const [latitude, longitude] = ["latitude", "longitude"].map((part) => box.querySelector(`[name$="-${part}"]`));
  const say = Object.assign(document.createElement("p"), { className: "moot-map__say", textContent: box.dataset.sayNone });
  say.setAttribute("aria-live", "polite");
  map.getContainer().after(say);
  let marker;
  const place = (at) => {
    marker ??= L.marker(at, { icon: pin("●"), keyboard: false, draggable: true }).addTo(map);
    marker.on("dragend", () => choose(marker.getLatLng()));
    marker.setLatLng(at);
  };
  const choose = (at) => {
    place(at);
    latitude.value = at.lat.toFixed(5);
    longitude.value = at.lng.toFixed(5);
    say.textContent = box.dataset.sayChosen;
  };
  if (latitude.value && longitude.value) place(L.latLng(Number(latitude.value), Number(longitude.value)));
  map.on("click", (event) => choose(event.latlng));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === map.getContainer()) {
      event.preventDefault();
      choose(map.getCenter());
    }
  });
}

export function start(box) {
  const button = box.querySelector("button[hidden]");
  const use = box.dataset.module === "point" ? choosePoint : showPoints;
  button.hidden = false;
  button.addEventListener("click", async () => use(box, await makeMap(box, button)), { once: true });
}
