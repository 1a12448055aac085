import type { Polyline } from '../../geo/index.js';
import type { Pattern, Schedule, StopTimeTable, TripTable } from '../schedule.js';
import { ByteWriter } from './byte-writer.js';
import { FORMAT, type Texts } from './format.js';

/**
 * A schedule as bytes that any process of the same Rukh loads in a fraction of the time that its CSV takes:
 * texts as one JSON document, numbers as columns. Not a format for exchange; a newer Rukh may refuse it and
 * compile the archive anew.
 */
export function encodeSchedule(schedule: Schedule): Uint8Array {
  const writer = new ByteWriter();
  writer.text(FORMAT);
  const headsigns = new Numbering<string>();
  const number = (texts: readonly string[]): Int32Array =>
    Int32Array.from(texts, (text) => headsigns.of(text));
  const headsignOf = number(schedule.trips.headsigns);
  const translatedOf = Object.values(schedule.translations).map((names) => number(names.headsigns));
  writer.text(JSON.stringify(collectTexts(schedule, headsigns.values)));
  const { projection, stops } = schedule;
  writer.floats(Float64Array.of(projection.originLat, projection.originLon, projection.metresPerDegreeLon));
  writer.floats(stops.lat);
  writer.floats(stops.lon);
  writer.runs(stops.locationType);
  writer.integers(stops.parent);
  writePatterns(writer, schedule.patterns);
  writer.integers(headsignOf);
  for (const column of translatedOf) writer.integers(column);
  writeTrips(writer, schedule.trips);
  writeStopTimes(writer, schedule.stopTimes);
  writer.integers(
    schedule.frequencies.flatMap(({ trip, startSeconds, endSeconds, headwaySeconds, exactTimes }) => [
      trip,
      startSeconds,
      endSeconds,
      headwaySeconds,
      exactTimes ? 1 : 0,
    ]),
  );
  for (const trips of schedule.blockTrips) writer.integers(trips);
  return writer.finish();
}

function collectTexts(schedule: Schedule, headsigns: readonly string[]): Texts {
  const { stops } = schedule;
  return {
    feedVersion: schedule.feedVersion,
    ...(schedule.publisher ? { publisher: schedule.publisher } : {}),
    ...(schedule.language === undefined ? {} : { language: schedule.language }),
    translations: Object.fromEntries(
      Object.entries(schedule.translations).map(([language, { agencies, routes, stops: names }]) => [
        language,
        { agencies, routes, stops: names },
      ]),
    ),
    timeZone: schedule.timeZone,
    agencies: schedule.agencies,
    routes: schedule.routes,
    services: schedule.services.map(({ addedDates, removedDates, ...service }) => ({
      ...service,
      addedDates: [...addedDates],
      removedDates: [...removedDates],
    })),
    stops: { ids: stops.ids, codes: stops.codes, names: stops.names },
    tripIds: schedule.trips.ids,
    headsigns,
    blockIds: schedule.blockIds,
    shapeIds: schedule.patterns.map(({ shapeId }) => shapeId),
  };
}

/** Patterns with their lines, each line once: routes and directions share shapes. */
function writePatterns(writer: ByteWriter, patterns: readonly Pattern[]): void {
  const lines = new Numbering<Polyline>();
  const lineOf = patterns.map(({ line }) => lines.of(line));
  writer.unsigned(lines.values.length);
  for (const line of lines.values) {
    writer.floats(line.x);
    writer.floats(line.y);
  }
  writer.integers(lineOf);
  writer.integers(patterns.map(({ route }) => route));
  writer.integers(patterns.map(({ directionId }) => directionId));
  for (const { stops, stopMetres } of patterns) {
    writer.integers(stops);
    writer.floats(stopMetres);
  }
}

function writeTrips(writer: ByteWriter, trips: TripTable): void {
  writer.integers(trips.pattern);
  writer.integers(trips.route);
  writer.integers(trips.directionId);
  writer.integers(trips.service);
  writer.integers(trips.block);
  writer.runs(trips.wheelchair);
  writer.integers(trips.firstStopTime);
}

function writeStopTimes(writer: ByteWriter, table: StopTimeTable): void {
  const { arrivalSeconds, departureSeconds, stopSequence, timed, timepoint, noPickup, noDropOff } = table;
  writer.integers(arrivalSeconds);
  // How long it stands rather than when it leaves: nearly always 0, which is one byte.
  writer.integers(departureSeconds.map((departure, i) => departure - arrivalSeconds[i]!));
  writer.integers(stopSequence);
  writer.runs(timed);
  writer.runs(timepoint);
  writer.runs(noPickup);
  writer.runs(noDropOff);
}

/** Numbers values in the order of their first appearance. */
class Numbering<T> {
  readonly values: T[] = [];
  readonly #numbers = new Map<T, number>();

  of(value: T): number {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.values.push(value) - 1;
      this.#numbers.set(value, number);
    }
    return number;
  }
}
