import type { LatLon } from '../../geo/index.js';

/**
 * Points of an encoded polyline (Google's algorithm: differences of 1e-5 degrees, each in base-64 digits of five
 * bits, lowest first, with the sign in the lowest bit). Undefined where the text is broken off or holds a
 * character that no encoder writes.
 */
export function decodePolyline(text: string): readonly LatLon[] | undefined {
  const points: LatLon[] = [];
  let lat = 0;
  let lon = 0;
  let at = 0;
  while (at < text.length) {
    const down = readNumber(text, at);
    const right = down && readNumber(text, down.next);
    if (!down || !right) return undefined;
    lat += down.value;
    lon += right.value;
    at = right.next;
    points.push({ lat: lat / 1e5, lon: lon / 1e5 });
  }
  return points;
}

function readNumber(
  text: string,
  start: number,
): { readonly value: number; readonly next: number } | undefined {
  let bits = 0;
  let shift = 0;
  for (let at = start; at < text.length && shift < 35; at++) {
    const digit = text.charCodeAt(at) - 63;
    if (digit < 0 || digit > 63) return undefined;
    bits += (digit & 0x1f) * 2 ** shift;
    shift += 5;
    if (digit < 0x20) return { value: bits % 2 === 1 ? -(bits + 1) / 2 : bits / 2, next: at + 1 };
  }
  return undefined;
}
