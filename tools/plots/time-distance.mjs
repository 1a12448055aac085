/**
 * Draws a simulated route as a time-distance diagram (SVG): each trip a line, time to the right, the way from
 * terminus to terminus upwards; the timetable in thin grey behind. Steep is fast, flat is standing, and lines
 * that run together are a bunch (drawn red where a vehicle is closer than a quarter of the timetable's headway
 * to the one before).
 *
 *   npm run -s build && node tools/plots/time-distance.mjs --gtfs data/lviv/gtfs.zip --route А46 --out docs/img/time-distance.svg
 *
 * Options: --direction 0|1 (0), --from HH:MM (07:00), --hours N (3), --preset (normal), --seed (1), --date YYYYMMDD.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import { createSimulation, step } from '@rukh/domain/simulation';
import { ServiceDays, getServiceDate } from '@rukh/domain/time';

const { values } = parseArgs({
  options: {
    gtfs: { type: 'string', default: 'data/lviv/gtfs.zip' },
    route: { type: 'string', default: 'А46' },
    direction: { type: 'string', default: '0' },
    date: { type: 'string', default: '20261124' },
    from: { type: 'string', default: '07:00' },
    hours: { type: 'string', default: '3' },
    preset: { type: 'string', default: 'normal' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: 'docs/img/time-distance.svg' },
  },
});

const WIDTH = 1200;
const HEIGHT = 700;
const MARGIN = { left: 215, right: 20, top: 50, bottom: 40 };

const { schedule, report } = await importGtfs(values.gtfs);
if (!schedule) throw new Error(`${values.gtfs} cannot be imported: ${JSON.stringify(report).slice(0, 300)}`);
const route = schedule.routes.findIndex((r) => r.shortName === values.route || r.routeId === values.route);
if (route < 0) throw new Error(`no route ${values.route} in ${values.gtfs}`);
const [hour, minute] = values.from.split(':').map(Number);
const dayStart = new ServiceDays(schedule.timeZone).startSeconds(getServiceDate(values.date));
const start = dayStart + hour * 3600 + minute * 60;
const end = start + Number(values.hours) * 3600;

const patternIndex = busiestPattern();
const pattern = schedule.patterns[patternIndex];
const trips = simulate();
const plannedHeadway = medianHeadway();
const svg = draw();
await writeFile(values.out, svg);
process.stdout.write(
  `${values.out}: ${trips.size} trips of route ${values.route}, ${(svg.length / 1024).toFixed(0)} kB\n`,
);

/** The pattern of the route and direction with most trips. */
function busiestPattern() {
  const counts = new Map();
  schedule.trips.pattern.forEach((p) => {
    const { route: r, directionId } = schedule.patterns[p];
    if (r === route && Math.max(0, directionId) === Number(values.direction)) {
      counts.set(p, (counts.get(p) ?? 0) + 1);
    }
  });
  return [...counts].sort((a, b) => b[1] - a[1])[0][0];
}

/** Points [seconds, metres] of every trip of the pattern, by vehicle and trip. */
function simulate() {
  const simulation = createSimulation(schedule, {
    seed: Number(values.seed),
    startSeconds: start,
    preset: values.preset,
    intervalSeconds: 10,
    rates: { fleet_silence: 0, slow_reporter: 0, offline: 0 },
  });
  const byTrip = new Map();
  for (let at = start; at < end; at += 60) {
    for (const { report: said, truth } of step(simulation, at + 60).reports) {
      if (!truth.instance || schedule.trips.pattern[truth.instance.trip] !== patternIndex) continue;
      if (truth.phase !== 'IN_PROGRESS' && truth.phase !== 'OFF_ROUTE') continue;
      const key = `${said.vehicleId} ${truth.instance.trip} ${truth.instance.startSeconds}`;
      if (!byTrip.has(key)) byTrip.set(key, []);
      byTrip.get(key).push([truth.atSeconds, truth.shapeMetres]);
    }
  }
  for (const points of byTrip.values()) points.sort((a, b) => a[0] - b[0]);
  return byTrip;
}

function plannedTrips() {
  const planned = [];
  const { departureSeconds } = schedule.stopTimes;
  const ran = new Set([...trips.keys()].map((key) => Number(key.split(' ')[1])));
  schedule.trips.pattern.forEach((p, trip) => {
    const first = schedule.trips.firstStopTime[trip];
    const departs = dayStart + departureSeconds[first];
    if (p !== patternIndex || departs > end || departs < start - 7200) return;
    if (!ran.has(trip) && !runsToday(trip)) return;
    planned.push(
      Array.from(pattern.stopMetres, (metres, i) => [dayStart + departureSeconds[first + i], metres]),
    );
  });
  return planned.sort((a, b) => a[0][0] - b[0][0]);
}

function runsToday(trip) {
  const { weekdays } = schedule.services[schedule.trips.service[trip]];
  const weekday = (new Date((dayStart + 43200) * 1000).getUTCDay() + 6) % 7;
  return (weekdays & (1 << weekday)) !== 0;
}

function medianHeadway() {
  const starts = plannedTrips().map((points) => points[0][0]);
  const gaps = starts.slice(1).map((at, i) => at - starts[i]);
  return gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? 600;
}

/** Whether another trip passed this place less than a quarter of a headway before. */
function isBunched(key, [at, metres]) {
  for (const [other, points] of trips) {
    if (other === key) continue;
    const i = points.findIndex(([, m]) => m >= metres);
    if (i > 0 && points[i][0] <= at && at - points[i][0] < plannedHeadway / 4) return true;
  }
  return false;
}

function draw() {
  const length = pattern.stopMetres.at(-1);
  const x = (at) => MARGIN.left + ((at - start) / (end - start)) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (metres) => HEIGHT - MARGIN.bottom - (metres / length) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const line = (points) => points.map(([at, m]) => `${x(at).toFixed(1)},${y(m).toFixed(1)}`).join(' ');
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    `<clipPath id="c"><rect x="${MARGIN.left}" y="${MARGIN.top}" width="${WIDTH - MARGIN.left - MARGIN.right}" height="${HEIGHT - MARGIN.top - MARGIN.bottom}"/></clipPath>`,
    `<text x="${MARGIN.left}" y="22" font-size="16">Route ${values.route}: ${escape(stopName(0))} → ${escape(stopName(pattern.stops.length - 1))}</text>`,
    `<text x="${MARGIN.left}" y="40" fill="#555">simulated, preset ${values.preset}, seed ${values.seed}; grey: timetable (every ${Math.round(plannedHeadway / 60)} min); red: closer than a quarter of that to the vehicle before</text>`,
  ];
  pattern.stopMetres.forEach((metres, i) => {
    parts.push(
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(metres).toFixed(1)}" y2="${y(metres).toFixed(1)}" stroke="#eee"/>`,
    );
    if (i % 3 === 0 || i === pattern.stops.length - 1) {
      parts.push(
        `<text x="${MARGIN.left - 6}" y="${(y(metres) + 4).toFixed(1)}" text-anchor="end" fill="#444">${escape(stopName(i))}</text>`,
      );
    }
  });
  for (let at = Math.ceil(start / 900) * 900; at <= end; at += 900) {
    const seconds = at - dayStart;
    const label = `${String(Math.floor(seconds / 3600)).padStart(2, '0')}:${String((seconds / 60) % 60).padStart(2, '0')}`;
    parts.push(
      `<line x1="${x(at).toFixed(1)}" x2="${x(at).toFixed(1)}" y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}" stroke="#ddd"/>`,
      `<text x="${x(at).toFixed(1)}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle" fill="#444">${label}</text>`,
    );
  }
  parts.push('<g clip-path="url(#c)" fill="none">');
  for (const points of plannedTrips())
    parts.push(`<polyline points="${line(points)}" stroke="#bbb" stroke-width="0.8"/>`);
  for (const [key, points] of trips) {
    parts.push(`<polyline points="${line(points)}" stroke="#1f6fb2" stroke-width="1.4"/>`);
    for (const piece of bunchedPieces(key, points)) {
      parts.push(`<polyline points="${line(piece)}" stroke="#d62728" stroke-width="2"/>`);
    }
  }
  return [...parts, '</g>', '</svg>', ''].join('\n');
}

function bunchedPieces(key, points) {
  const pieces = [];
  let piece = [];
  for (const point of points) {
    if (isBunched(key, point)) piece.push(point);
    else if (piece.length > 0) {
      pieces.push(piece);
      piece = [];
    }
  }
  if (piece.length > 0) pieces.push(piece);
  return pieces.filter((p) => p.length > 2);
}

function stopName(i) {
  return schedule.stops.names[pattern.stops[i]];
}

function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
