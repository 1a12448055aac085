/** Brings the focus to a part of the screen, once what was chosen is shown and a dialog has given its own back. */
export function focusPart(part: 'centre' | 'inspector'): void {
  setTimeout(() => document.getElementById(part)?.focus(), 0);
}
