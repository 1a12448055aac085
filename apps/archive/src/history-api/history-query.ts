/**
 * What history may be asked for: each question has bounds, so that no answer is larger than a few megabytes and
 * no statement reads more than it must.
 */
import { z } from 'zod';

const DAY_MS = 86_400_000;

const instant = (what: string): z.ZodISODateTime => z.iso.datetime({ offset: true }).describe(what);
const day = (what: string): z.ZodISODate => z.iso.date().describe(what);
const id = (what: string): z.ZodOptional<z.ZodString> => z.string().min(1).max(200).optional().describe(what);

const page = {
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000).describe('Rows in the answer at most'),
  cursor: z.string().max(1_000).optional().describe('`next` of the page before'),
  format: z.enum(['json', 'csv']).default('json').describe('Form of the answer'),
};

/** Instants `from` and `to`, no farther apart than `days`. */
function isWithin(days: number) {
  return ({ from, to }: { readonly from: string; readonly to: string }): boolean => {
    const lengthMs = Date.parse(to) - Date.parse(from);
    return lengthMs > 0 && lengthMs <= days * DAY_MS;
  };
}

const MOST_DAYS_OF_LOCATIONS = 1;
const MOST_DAYS_OF_VISITS = 31;
const MOST_DAYS_OF_TRIPS = 366;

export const vehicleLocationsQuery = z
  .object({
    from: instant('Positions measured from this instant, e.g. 2026-11-23T06:00:00Z'),
    to: instant('Positions measured before this instant; at most a day after `from`'),
    vehicleId: id('Only of this vehicle'),
    tripId: id('Only on this trip of the GTFS'),
    ...page,
  })
  .refine(isWithin(MOST_DAYS_OF_LOCATIONS), { path: ['to'], error: 'must be within a day after from' });

export const stopVisitsQuery = z
  .object({
    from: instant('Visits scheduled from this instant, e.g. 2026-11-23T06:00:00Z'),
    to: instant('Visits scheduled before this instant; at most 31 days after `from`'),
    vehicleId: id('Only by this vehicle'),
    stopId: id('Only of this stop of the GTFS'),
    tripIdPerformed: id('Only of this trip performed'),
    ...page,
  })
  .refine(isWithin(MOST_DAYS_OF_VISITS), { path: ['to'], error: 'must be within 31 days after from' });

export const tripsPerformedQuery = z
  .object({
    from: day('From this service day, e.g. 2026-11-23'),
    to: day('To this service day, itself included; at most 366 days'),
    vehicleId: id('Only by this vehicle'),
    routeId: id('Only of this route of the GTFS'),
    tripId: id('Only of this trip of the GTFS'),
    ...page,
  })
  .refine(({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) < MOST_DAYS_OF_TRIPS * DAY_MS, {
    path: ['to'],
    error: 'must be within 366 days from from',
  });

export type VehicleLocationsQuery = z.output<typeof vehicleLocationsQuery>;
export type StopVisitsQuery = z.output<typeof stopVisitsQuery>;
export type TripsPerformedQuery = z.output<typeof tripsPerformedQuery>;

/** A page of rows under the columns of TIDES; what is not known is left out. */
export const historyPage = z.object({
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
  next: z.string().optional().describe('Cursor of the next page; absent on the last'),
});
export type HistoryPageAnswer = z.output<typeof historyPage>;
