/**
 * A GTFS service day does not begin at midnight but twelve hours before its noon, so that times keep their
 * meaning on the two days a year when clocks change (GTFS reference, "Field types", Time).
 */
declare const serviceDateBrand: unique symbol;

/** A service day as GTFS writes it, `YYYYMMDD`. */
export type ServiceDate = string & { readonly [serviceDateBrand]: true };

const PATTERN = /^(\d{4})(\d{2})(\d{2})$/;

/** The service date in `text` (`YYYYMMDD`), or undefined where it names no real day. */
export function findServiceDate(text: string): ServiceDate | undefined {
  const parts = PATTERN.exec(text);
  if (!parts) return undefined;
  const [, year, month, day] = parts;
  try {
    Temporal.PlainDate.from(`${year}-${month}-${day}`, { overflow: 'reject' });
    return text as ServiceDate;
  } catch {
    return undefined;
  }
}

/** The service date in `text`; throws a RangeError where it is none. */
export function getServiceDate(text: string): ServiceDate {
  const date = findServiceDate(text);
  if (date === undefined) throw new RangeError(`"${text}" is not a date of the form YYYYMMDD`);
  return date;
}

/** The service date `days` after `date` (negative: before). */
export function addDays(date: ServiceDate, days: number): ServiceDate {
  return fromPlainDate(toPlainDate(date).add({ days }));
}

/** Day of the week, 1 = Monday to 7 = Sunday. */
export function dayOfWeek(date: ServiceDate): number {
  return toPlainDate(date).dayOfWeek;
}

/** Epoch seconds at which the service day's 00:00:00 lies: noon in `timeZone` less twelve hours. */
export function serviceDayStartSeconds(date: ServiceDate, timeZone: string): number {
  const noon = toPlainDate(date).toZonedDateTime({ timeZone, plainTime: '12:00' });
  return noon.epochMilliseconds / 1000 - 12 * 3600;
}

/** The calendar date in `timeZone` at an instant, as a service date. */
export function serviceDateAt(epochSeconds: number, timeZone: string): ServiceDate {
  const instant = Temporal.Instant.fromEpochMilliseconds(Math.floor(epochSeconds * 1000));
  return fromPlainDate(instant.toZonedDateTimeISO(timeZone).toPlainDate());
}

function toPlainDate(date: ServiceDate): Temporal.PlainDate {
  return Temporal.PlainDate.from({
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(4, 6)),
    day: Number(date.slice(6, 8)),
  });
}

function fromPlainDate(date: Temporal.PlainDate): ServiceDate {
  return date.toString().replaceAll('-', '') as ServiceDate;
}
