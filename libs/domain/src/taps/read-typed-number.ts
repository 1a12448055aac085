/**
 * The number of a medium as somebody reads it off and types it: cards have it in groups, and no number has blanks. Taken as it
 * was typed it would be another medium, that never tapped.
 */
export function readTypedNumber(typed: string): string {
  return typed.replaceAll(/\s/g, '');
}
