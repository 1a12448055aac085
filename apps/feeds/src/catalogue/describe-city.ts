/** What the catalogue says of the data as a whole: whose it is, what it covers, under which licence. */
import type { Publisher, Schedule } from '@rukh/domain/gtfs';

export interface CityDescription {
  /** Where the services are reached from outside, without a slash at the end. */
  readonly baseUrl: string;
  readonly network: string;
  readonly publisher: { readonly name: string; readonly url?: string };
  readonly licenceUrl?: string;
  readonly attribution: string;
  readonly contactEmail?: string;
  readonly contactUrl?: string;
  readonly timeZone?: string;
  readonly feedVersion?: string;
  /** WGS 84: west, south, east, north. */
  readonly box?: readonly [number, number, number, number];
  /** First and last day of the calendar, YYYY-MM-DD. */
  readonly days?: readonly [string, string];
}

/** The parts of it that the timetable in force tells. */
export function describeTimetable(
  schedule: Schedule,
): Pick<CityDescription, 'timeZone' | 'feedVersion' | 'box' | 'days' | 'contactEmail' | 'contactUrl'> &
  Partial<Pick<CityDescription, 'publisher'>> {
  const { timeZone, feedVersion } = schedule;
  const { contactEmail, contactUrl, ...publisher } = schedule.publisher ?? firstAgency(schedule);
  const box = boxOf(schedule);
  const days = daysOf(schedule);
  return {
    timeZone,
    feedVersion,
    ...(publisher.name === '' ? {} : { publisher }),
    ...(contactEmail === undefined ? {} : { contactEmail }),
    ...(contactUrl === undefined ? {} : { contactUrl }),
    ...(box ? { box } : {}),
    ...(days ? { days } : {}),
  };
}

/** Who runs the lines, where nobody says who publishes. */
function firstAgency({ agencies: [agency] }: Schedule): Publisher {
  const { name = '', url = '' } = agency ?? {};
  return { name, ...(url === '' ? {} : { url }) };
}

function boxOf({ stops }: Schedule): [number, number, number, number] | undefined {
  if (stops.ids.length === 0) return undefined;
  let box: [number, number, number, number] = [180, 90, -180, -90];
  for (const [i, lat] of stops.lat.entries()) {
    const lon = stops.lon[i]!;
    box = [Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat)];
  }
  return box;
}

function daysOf({ services }: Schedule): [string, string] | undefined {
  const days = services
    .flatMap(({ startDate, endDate, addedDates }) => [startDate, endDate, ...addedDates])
    .filter((day) => day !== '')
    .sort();
  const iso = (day: string): string => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
  return days.length === 0 ? undefined : [iso(days[0]!), iso(days.at(-1)!)];
}
