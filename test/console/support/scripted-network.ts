/** Lines through a city the size of Lviv: star-shaped, bent, there and back, of three kinds and three carriers. */
import type { NetworkView, PatternView, RouteView, StopView } from '@rukh/domain/dispatch';

const CENTRE = { lat: 49.84, lon: 24.03 };
const METRE_NORTH = 1 / 111_195;
const METRE_EAST = METRE_NORTH / Math.cos((CENTRE.lat * Math.PI) / 180);
const ROUTES = 36;
const STOPS = 20;
export const SPEED_METRES_PER_SECOND = 6;
const NAMES = [
  'Площа Ринок',
  'Вокзал',
  'Шувар',
  'Оперний театр',
  'Політехніка',
  'Сихів',
  'Левандівка',
  'Рясне-2',
  'Аеропорт',
  'Винники',
];
const ENDS = ['Шувар', 'Вокзал', 'Рясне-2', 'Сихів', 'Винники', 'Аеропорт', 'Левандівка', 'Пасічна'];

type Point = readonly [lat: number, lon: number];

export function createScriptedNetwork(): NetworkView {
  const stops: StopView[] = [];
  const routes = Array.from({ length: ROUTES }, (_, i) => createRoute(i, stops));
  return {
    feedVersion: 'scripted-1',
    timeZone: 'Europe/Kyiv',
    agencies: [
      { agencyId: 'LET', name: 'Львівелектротранс' },
      { agencyId: 'ATP', name: 'АТП-1' },
      { agencyId: 'USP', name: 'Успіх БМ' },
    ],
    routes,
    stops,
  };
}

function createRoute(i: number, stops: StopView[]): RouteView {
  const [kind, type, agencyId] =
    i < 6 ? ['Т', 0, 'LET'] : i < 14 ? ['Тр', 11, 'LET'] : ['А', 3, i % 2 ? 'ATP' : 'USP'];
  const shortName = `${kind}${String(i + 1).padStart(2, '0')}`;
  const routeId = `R${i + 1}`;
  const points = bend(i);
  const length = lengthOf(points);
  const ids = Array.from({ length: STOPS }, (_, n) => {
    const [lat, lon] = pointAt(points, (length * n) / (STOPS - 1));
    const stopId = `${routeId}-${n}`;
    stops.push({
      stopId,
      code: String(100 + i * STOPS + n),
      name: NAMES[(i + n) % NAMES.length]!,
      lat,
      lon,
    });
    return stopId;
  });
  const pattern = (directionId: number): PatternView => ({
    patternId: `${routeId}:${directionId}`,
    directionId,
    headsign: ENDS[(i + directionId * 3) % ENDS.length]!,
    tripCount: 80,
    stops: (directionId === 0 ? ids : [...ids].reverse()).map((stopId, n) => ({
      stopId,
      shapeMetres: (length * n) / (STOPS - 1),
      runningSeconds: Math.round((length * n) / (STOPS - 1) / SPEED_METRES_PER_SECOND),
    })),
    line: encode(directionId === 0 ? points : [...points].reverse()),
  });
  return {
    routeId,
    agencyId: agencyId,
    shortName,
    longName: `${ENDS[i % ENDS.length]!} — ${ENDS[(i + 3) % ENDS.length]!}`,
    type: type,
    color: '',
    textColor: '',
    mode: i >= 14 ? 'headway' : 'schedule',
    patterns: [pattern(0), pattern(1)],
  };
}

function bend(i: number): Point[] {
  const angle = (i * Math.PI) / ROUTES + (i % 3) * 0.7;
  const half = 3500 + (i % 5) * 900;
  return Array.from({ length: 61 }, (_, n) => {
    const along = ((n - 30) / 30) * half;
    const aside = 600 * Math.sin(n / 7 + i) + (i % 4) * 350;
    const east = along * Math.cos(angle) - aside * Math.sin(angle);
    const north = along * Math.sin(angle) + aside * Math.cos(angle);
    return [round(CENTRE.lat + north * METRE_NORTH), round(CENTRE.lon + east * METRE_EAST)];
  });
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}

function metresBetween(a: Point, b: Point): number {
  return Math.hypot((b[0] - a[0]) / METRE_NORTH, (b[1] - a[1]) / METRE_EAST);
}

export function lengthOf(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, point, i) => sum + metresBetween(points[i]!, point), 0);
}

export function pointAt(points: readonly Point[], metres: number): Point {
  let left = metres;
  for (let i = 1; i < points.length; i++) {
    const length = metresBetween(points[i - 1]!, points[i]!);
    if (left <= length || i === points.length - 1) {
      const share = Math.min(1, left / length);
      const [from, to] = [points[i - 1]!, points[i]!];
      return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
    }
    left -= length;
  }
  return points[0]!;
}

function encode(points: readonly Point[]): string {
  let text = '';
  let [lat, lon] = [0, 0];
  const put = (value: number): void => {
    let bits = value < 0 ? ~(value << 1) : value << 1;
    while (bits >= 32) {
      text += String.fromCharCode((32 | (bits & 31)) + 63);
      bits >>= 5;
    }
    text += String.fromCharCode(bits + 63);
  };
  for (const point of points) {
    const [nextLat, nextLon] = [Math.round(point[0] * 1e5), Math.round(point[1] * 1e5)];
    put(nextLat - lat);
    put(nextLon - lon);
    [lat, lon] = [nextLat, nextLon];
  }
  return text;
}

export function decode(text: string): Point[] {
  const points: Point[] = [];
  let [position, lat, lon] = [0, 0, 0];
  const next = (): number => {
    let [value, shift] = [0, 0];
    let bits: number;
    do {
      bits = text.charCodeAt(position++) - 63;
      value |= (bits & 31) << shift;
      shift += 5;
    } while (bits >= 32);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  while (position < text.length) {
    lat += next();
    lon += next();
    points.push([lat / 1e5, lon / 1e5]);
  }
  return points;
}
