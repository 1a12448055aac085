/** Times as a field of a form holds them, `2026-11-29T05:30`, on the clock of the city and not of this machine. */
const FIELD = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/;

/** What a field shows of an instant, epoch seconds. */
export function writeTimeField(at: number, timeZone: string): string {
  return new Date(wallMs(at * 1000, timeZone)).toISOString().slice(0, 16);
}

/** The instant, epoch seconds; undefined of what is no time. Of an hour that the clock shows twice it is the first. */
export function readTimeField(text: string, timeZone: string): number | undefined {
  const [, year, month, day, hour, minute] = FIELD.exec(text) ?? [];
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  if (!Number.isFinite(wall)) return undefined;
  const offsetOf = (ms: number): number => wallMs(ms, timeZone) - ms;
  const before = wall - offsetOf(wall - DAY_MS);
  const after = wall - offsetOf(wall + DAY_MS);
  const fitting = [before, after].filter((ms) => wallMs(ms, timeZone) === wall);
  return (fitting.length > 0 ? Math.min(...fitting) : before) / 1000;
}

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock shows, as if it were the clock of UTC; milliseconds. */
function wallMs(ms: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const time = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return time + (((ms % 1000) + 1000) % 1000);
}
