import type { LatLon } from './projection.js';

/** Google's encoded polyline of points: differences of 1e-5 degrees, five bits a character, lowest first. */
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
  let bits = value < 0 ? -2 * value - 1 : 2 * value;
  let text = '';
  while (bits >= 0x20) {
    text += String.fromCharCode((bits % 0x20) + 0x20 + 63);
    bits = Math.floor(bits / 0x20);
  }
  return text + String.fromCharCode(bits + 63);
}
