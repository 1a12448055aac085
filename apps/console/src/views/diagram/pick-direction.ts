/** `chosen` is as the address says; `selected` that of the selected vehicle, where it is on the line. */
export function pickDirection(
  known: readonly number[],
  chosen: string | undefined,
  selected: number | null | undefined,
): { readonly direction: number; readonly usual: number } {
  const usual = known.find((directionId) => directionId === selected) ?? known[0] ?? 0;
  return { direction: known.find((directionId) => String(directionId) === chosen) ?? usual, usual };
}
