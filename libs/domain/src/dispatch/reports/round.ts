/** So many digits after the point; null stays null. */
export function roundTo<V extends number | null>(value: V, digits: number): V {
  return (value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits) as V;
}
