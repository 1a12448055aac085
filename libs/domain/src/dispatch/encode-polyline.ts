import type { LatLon } from '../geo/index.js';

/** Encoded Polyline Algorithm Format, precision 5, as GTFS-realtime Shape has it too. */
export function encodePolyline(points: readonly LatLon[]): string {
  let text = '';
  let lat = 0;
  let lon = 0;
  for (const point of points) {
    const nextLat = Math.round(point.lat * 1e5);
    const nextLon = Math.round(point.lon * 1e5);
    text += encodeNumber(nextLat - lat) + encodeNumber(nextLon - lon);
    lat = nextLat;
    lon = nextLon;
  }
  return text;
}

function encodeNumber(value: number): string {
  let rest = value < 0 ? ~(value << 1) : value << 1;
  let text = '';
  while (rest >= 0x20) {
    text += String.fromCharCode((0x20 | (rest & 0x1f)) + 63);
    rest >>= 5;
  }
  return text + String.fromCharCode(rest + 63);
}
