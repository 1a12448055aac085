/**
 * When something was, as recordings have it: epoch seconds, or milliseconds, or ISO 8601 with its offset. A local time
 * without one is no time: whose it is nobody said.
 */

/** Numbers from here on are milliseconds: as seconds they would be the year 5138. */
export const FIRST_MILLISECONDS = 1e11;
const WITH_OFFSET = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i;

/** Epoch seconds; undefined where the text says no time. */
export function findRecordedTime(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const number = Number(text);
  if (Number.isFinite(number)) return number < FIRST_MILLISECONDS ? number : number / 1000;
  if (!WITH_OFFSET.test(text)) return undefined;
  const milliseconds = Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
