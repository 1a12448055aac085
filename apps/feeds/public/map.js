/* global EventSource, devicePixelRatio, requestAnimationFrame, ResizeObserver, getComputedStyle */
// The network's lines and the vehicles on them, on a canvas without tiles. Data: /live/shapes.geojson once,
// /live/vehicles as server-sent events (a `snapshot` of rows, then `delta`s; columns are named by the snapshot).

const canvas = document.getElementById('map');
const count = document.getElementById('count');
const state = document.getElementById('state');
const brush = canvas.getContext('2d');
const routes = new Map();
const vehicles = new Map();
/** Place of each field in a row. */
let column = {};
/** One route alone, where the address names it. */
const only = new URL(location.href).searchParams.get('route');
/** Middle of the picture in metres of a Mercator-like plane, and pixels a metre. */
const view = { x: 0, y: 0, scale: 0.02 };
let isDrawing = false;

const METRES = 111320;
let cosine = 1;
const toX = (lon) => lon * METRES * cosine;
const toY = (lat) => -lat * METRES;

function draw() {
  isDrawing = false;
  const ratio = devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  brush.setTransform(ratio, 0, 0, ratio, 0, 0);
  const place = (lon, lat) => [
    width / 2 + (toX(lon) - view.x) * view.scale,
    height / 2 + (toY(lat) - view.y) * view.scale,
  ];
  drawLines(place);
  drawVehicles(place);
  count.textContent = String(shown().length);
}

/** The rows of the vehicles in the picture. */
function shown() {
  const rows = [...vehicles.values()];
  return only === null ? rows : rows.filter((row) => row[column.routeId] === only);
}

function drawLines(place) {
  brush.lineWidth = 1.5;
  brush.globalAlpha = 0.5;
  for (const { geometry, properties } of routes.values()) {
    brush.strokeStyle = properties.color ?? '#888888';
    brush.beginPath();
    for (const line of geometry.coordinates) {
      line.forEach(([lon, lat], i) => brush[i === 0 ? 'moveTo' : 'lineTo'](...place(lon, lat)));
    }
    brush.stroke();
  }
  brush.globalAlpha = 1;
}

function drawVehicles(place) {
  const look = getComputedStyle(canvas);
  const ink = look.color;
  const [onTrip, offTrip] = ['--vehicle', '--idle'].map((name) => look.getPropertyValue(name));
  const radius = Math.min(9, Math.max(3, 60 * view.scale));
  brush.textAlign = 'center';
  brush.textBaseline = 'middle';
  brush.font = `${Math.round(radius * 1.1)}px system-ui, sans-serif`;
  for (const row of shown()) {
    const [x, y] = place(row[column.longitude], row[column.latitude]);
    const route = routes.get(row[column.routeId]);
    brush.beginPath();
    brush.arc(x, y, radius, 0, 2 * Math.PI);
    brush.fillStyle = route ? onTrip : offTrip;
    brush.fill();
    if (row[column.bearing] !== null) drawHeading(x, y, radius, row[column.bearing]);
    if (route && radius > 7) {
      brush.fillStyle = ink;
      brush.fillText(route.properties.shortName, x, y - radius - 6);
    }
  }
}

function drawHeading(x, y, radius, bearing) {
  const angle = ((bearing - 90) * Math.PI) / 180;
  brush.strokeStyle = brush.fillStyle;
  brush.lineWidth = 2;
  brush.beginPath();
  brush.moveTo(x, y);
  brush.lineTo(x + 2 * radius * Math.cos(angle), y + 2 * radius * Math.sin(angle));
  brush.stroke();
}

function redraw() {
  if (!isDrawing) requestAnimationFrame(draw);
  isDrawing = true;
}

function nameLine({ shortName, longName }) {
  const name = `: ${shortName || longName}`;
  document.querySelector('h1').append(name);
  document.title += name;
}

/** Puts the middle half of all points into the picture: a depot far out does not shrink the city. */
function fit(points) {
  if (points.length === 0) return;
  cosine = Math.cos((points[0][1] * Math.PI) / 180);
  const spread = (values) => {
    values.sort((a, b) => a - b);
    const at = (share) => values[Math.floor(share * (values.length - 1))];
    return { middle: (at(0.02) + at(0.98)) / 2, size: at(0.98) - at(0.02) };
  };
  const x = spread(points.map(([lon]) => toX(lon)));
  const y = spread(points.map(([, lat]) => toY(lat)));
  view.x = x.middle;
  view.y = y.middle;
  view.scale = 0.95 * Math.min(canvas.clientWidth / x.size, canvas.clientHeight / y.size);
}

function zoom(factor) {
  view.scale = Math.min(2, Math.max(0.002, view.scale * factor));
  redraw();
}

function move(dx, dy) {
  view.x -= dx / view.scale;
  view.y -= dy / view.scale;
  redraw();
}

let hasHeard = false;

function hear() {
  hasHeard = true;
  state.textContent = '';
}

/** What is drawn is no longer now. Said once: a voice is not to repeat it at each try. */
function sayOld() {
  if (state.textContent === '') state.textContent = hasHeard ? state.dataset.lost : state.dataset.none;
}

function follow() {
  const events = new EventSource('/live/vehicles');
  events.addEventListener('snapshot', ({ data }) => {
    const { fields, vehicles: rows } = JSON.parse(data);
    column = Object.fromEntries(fields.map((name, i) => [name, i]));
    vehicles.clear();
    for (const row of rows) vehicles.set(row[column.id], row);
    hear();
    redraw();
  });
  events.addEventListener('delta', ({ data }) => {
    const { vehicles: rows, gone } = JSON.parse(data);
    for (const row of rows) vehicles.set(row[column.id], row);
    for (const id of gone) vehicles.delete(id);
    hear();
    redraw();
  });
  // While there is nothing to show the address says 503, and a browser does not come back by itself.
  events.addEventListener('error', () => {
    sayOld();
    if (events.readyState === EventSource.CLOSED) setTimeout(follow, 5000);
  });
}

canvas.addEventListener('wheel', (event) => {
  event.preventDefault();
  zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2);
});
/** Fingers on the map, each where it was last: one moves it, two zoom it. */
const fingers = new Map();
canvas.addEventListener('pointerdown', (event) => {
  fingers.set(event.pointerId, event);
  canvas.setPointerCapture(event.pointerId);
});
canvas.addEventListener('pointermove', (event) => {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  const other = [...fingers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
  if (other) zoom(apart(event, other) / apart(before, other));
  else move(event.clientX - before.clientX, event.clientY - before.clientY);
  fingers.set(event.pointerId, event);
});
for (const end of ['pointerup', 'pointercancel']) {
  canvas.addEventListener(end, ({ pointerId }) => fingers.delete(pointerId));
}

function apart(one, other) {
  return Math.max(1, Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY));
}

const KEYS = {
  '+': () => zoom(1.2),
  '=': () => zoom(1.2),
  '-': () => zoom(1 / 1.2),
  ArrowLeft: () => move(40, 0),
  ArrowRight: () => move(-40, 0),
  ArrowUp: () => move(0, 40),
  ArrowDown: () => move(0, -40),
};
for (const button of document.querySelectorAll('#steer button')) {
  button.addEventListener('click', () => KEYS[button.value]());
}
document.getElementById('steer').hidden = false;
canvas.addEventListener('keydown', (event) => {
  if (!(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key]();
});
new ResizeObserver(redraw).observe(canvas);
window.addEventListener('load', redraw);

const { features } = await (await fetch('/live/shapes.geojson')).json();
for (const feature of features) {
  if (only === null || feature.id === only) routes.set(feature.id, feature);
}
if (only !== null && routes.has(only)) nameLine(routes.get(only).properties);
fit([...routes.values()].flatMap(({ geometry }) => geometry.coordinates.flat()));
follow();
