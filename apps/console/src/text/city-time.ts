/** Times as a field of a form has them, `2026-11-28T14:30`, on the city's clock wherever the browser is. */
const DIGITS = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const;

/** @param at epoch seconds */
export function writeCityTime(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { ...DIGITS, timeZone }).formatToParts(at * 1000);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '00';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** Epoch seconds; undefined of what is no time. Of a time that the clock shows twice it is one of the two. */
export function readCityTime(text: string, timeZone: string): number | undefined {
  const wall = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) / 1000 : NaN;
  if (Number.isNaN(wall)) return undefined;
  // What the clock shows too much is its offset; once more where it changes in between.
  const offsetAt = (at: number): number => Date.parse(`${writeCityTime(at, timeZone)}Z`) / 1000 - at;
  return wall - offsetAt(wall - offsetAt(wall));
}
