import { createPolyline, projectX, projectY } from '../../geo/index.js';
import type { Projection } from '../../geo/index.js';
import type {
  Frequency,
  Pattern,
  Schedule,
  StopTable,
  StopTimeTable,
  Translations,
  TripTable,
} from '../schedule.js';
import { ByteReader } from './byte-reader.js';
import { FORMAT, type Texts } from './format.js';

/** The schedule that `encodeSchedule` wrote. Throws a RangeError where the bytes are damaged or of another Rukh. */
export function decodeSchedule(bytes: Uint8Array): Schedule {
  const reader = new ByteReader(bytes);
  const format = reader.text();
  if (format !== FORMAT) {
    throw new RangeError(`The compiled schedule is of another format (${format.slice(0, 40)})`);
  }
  const texts = JSON.parse(reader.text()) as Texts;
  const [originLat, originLon, metresPerDegreeLon] = reader.floats() as unknown as [number, number, number];
  const projection = { originLat, originLon, metresPerDegreeLon };
  const stops = readStops(reader, texts, projection);
  const patterns = readPatterns(reader, texts);
  const headsigns = readHeadsigns(reader, texts);
  const translations = readTranslations(reader, texts);
  const trips = readTrips(reader, texts, headsigns);
  const stopTimes = readStopTimes(reader);
  const frequencies = readFrequencies(reader);
  return {
    feedVersion: texts.feedVersion,
    ...(texts.publisher ? { publisher: texts.publisher } : {}),
    ...(texts.language === undefined ? {} : { language: texts.language }),
    translations,
    timeZone: texts.timeZone,
    projection,
    agencies: texts.agencies,
    routes: texts.routes,
    stops,
    services: texts.services.map(({ addedDates, removedDates, ...service }) => ({
      ...service,
      addedDates: new Set(addedDates),
      removedDates: new Set(removedDates),
    })),
    patterns,
    trips,
    stopTimes,
    frequencies,
    blockIds: texts.blockIds,
    blockTrips: texts.blockIds.map(() => reader.integers()),
    routeIndexOf: indexById(texts.routes.map(({ routeId }) => routeId)),
  };
}

function readStops(reader: ByteReader, { stops }: Texts, projection: Projection): StopTable {
  const lat = reader.floats();
  const lon = reader.floats();
  return {
    ...stops,
    lat,
    lon,
    x: lon.map((degrees) => projectX(projection, degrees)),
    y: lat.map((degrees) => projectY(projection, degrees)),
    locationType: reader.runs(),
    parent: reader.integers(),
    indexOf: indexById(stops.ids),
  };
}

function readPatterns(reader: ByteReader, texts: Texts): readonly Pattern[] {
  const lines = Array.from({ length: reader.unsigned() }, () => {
    const x = reader.floats();
    return createPolyline(x, reader.floats());
  });
  const lineOf = reader.integers();
  const route = reader.integers();
  const directionId = reader.integers();
  return texts.shapeIds.map((shapeId, i) => ({
    route: route[i]!,
    directionId: directionId[i]!,
    shapeId,
    line: lines[lineOf[i]!]!,
    stops: reader.integers(),
    stopMetres: reader.floats(),
  }));
}

function readHeadsigns(reader: ByteReader, { headsigns }: Texts): readonly string[] {
  return Array.from(reader.integers(), (headsign) => headsigns[headsign]!);
}

function readTranslations(reader: ByteReader, texts: Texts): Translations {
  return Object.fromEntries(
    Object.entries(texts.translations).map(([language, names]) => [
      language,
      { ...names, headsigns: readHeadsigns(reader, texts) },
    ]),
  );
}

function readTrips(reader: ByteReader, texts: Texts, headsigns: readonly string[]): TripTable {
  return {
    ids: texts.tripIds,
    headsigns,
    pattern: reader.integers(),
    route: reader.integers(),
    directionId: Int8Array.from(reader.integers()),
    service: reader.integers(),
    block: reader.integers(),
    wheelchair: reader.runs(),
    firstStopTime: reader.integers(),
    indexOf: indexById(texts.tripIds),
  };
}

function readStopTimes(reader: ByteReader): StopTimeTable {
  const arrivalSeconds = reader.integers();
  const departureSeconds = reader.integers();
  for (let i = 0; i < departureSeconds.length; i++) departureSeconds[i]! += arrivalSeconds[i]!;
  return {
    arrivalSeconds,
    departureSeconds,
    stopSequence: reader.integers(),
    timed: reader.runs(),
    timepoint: reader.runs(),
    noPickup: reader.runs(),
    noDropOff: reader.runs(),
  };
}

function readFrequencies(reader: ByteReader): readonly Frequency[] {
  const numbers = reader.integers();
  return Array.from({ length: numbers.length / 5 }, (_, i) => {
    const [trip, startSeconds, endSeconds, headwaySeconds, exact] = numbers.subarray(i * 5, i * 5 + 5);
    return {
      trip: trip!,
      startSeconds: startSeconds!,
      endSeconds: endSeconds!,
      headwaySeconds: headwaySeconds!,
      exactTimes: exact === 1,
    };
  });
}

function indexById(ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id, index) => [id, index]));
}
