import { Incrementality } from '../feed-message.js';
import type { FeedContext } from './feed-context.js';
import type { PlacedFault, Rule } from './rule.js';

/** Rules on the header alone, and on the headers of two messages of one feed. */
const VALID_VERSIONS = ['1.0', '2.0'];
const REFRESH_LIMIT_SECONDS = 35;
const REFRESH_ADVICE_SECONDS = 30;
const AGE_LIMIT_SECONDS = 65;

export const headerRules: readonly Rule[] = [
  {
    id: 'E038',
    severity: 'error',
    title: 'Invalid gtfs_realtime_version',
    meaning: 'The versions there are: 1.0 and 2.0.',
    feed: ({ message: { header } }) =>
      inHeader(
        !VALID_VERSIONS.includes(header.gtfsRealtimeVersion) &&
          `gtfs_realtime_version is "${header.gtfsRealtimeVersion}"; there are ${VALID_VERSIONS.join(' and ')}`,
      ),
  },
  {
    id: 'P001',
    severity: 'warning',
    title: 'Version below 2.0',
    meaning: 'Version 1.0 lacks fields and demands that consumers rely on.',
    feed: ({ message: { header } }) =>
      inHeader(header.gtfsRealtimeVersion === '1.0' && 'gtfs_realtime_version is 1.0; it should be 2.0'),
  },
  {
    id: 'E048',
    severity: 'error',
    title: 'No header timestamp',
    meaning: 'Since version 2.0 the header says when the feed was made.',
    feed: ({ message: { header } }) =>
      inHeader(
        !header.timestamp && !(versionOf(header.gtfsRealtimeVersion) < 2) && 'the header has no timestamp',
      ),
  },
  {
    id: 'E049',
    severity: 'error',
    title: 'No incrementality',
    meaning: 'Since version 2.0 the header says whether the feed is the full dataset.',
    feed: ({ message: { header } }) =>
      inHeader(
        header.incrementality === undefined &&
          versionOf(header.gtfsRealtimeVersion) >= 2 &&
          'the header has no incrementality',
      ),
  },
  {
    id: 'E039',
    severity: 'error',
    title: 'is_deleted in a full dataset',
    meaning: 'In a full dataset an entity is deleted by leaving it out.',
    entity: (entity, { message: { header } }) =>
      entity.isDeleted !== undefined && header.incrementality !== Incrementality.DIFFERENTIAL
        ? `is_deleted is ${entity.isDeleted} in a feed that is a FULL_DATASET`
        : undefined,
  },
  {
    id: 'W008',
    severity: 'warning',
    title: 'Header timestamp older than 65 seconds',
    meaning: 'A feed that is asked for shows the city as it is now.',
    feed: ({ message: { header }, nowSeconds }) => {
      const age = nowSeconds - (header.timestamp ?? nowSeconds);
      return inHeader(
        isPosix(header.timestamp ?? 0) &&
          age > AGE_LIMIT_SECONDS &&
          `the header's timestamp is ${seconds(age)} old; it should be at most ${AGE_LIMIT_SECONDS} s`,
      );
    },
  },
  {
    id: 'E017',
    severity: 'error',
    title: 'Content changed, header timestamp did not',
    meaning: 'A consumer tells by the timestamp whether it has seen a message.',
    needs: ['previous'],
    feed: (feed) =>
      inHeader(
        intervalOf(feed) === 0 &&
          !same(feed.message, feed.previous) &&
          `the header's timestamp ${feed.message.header.timestamp} is that of the message before, but the content is another`,
      ),
  },
  {
    id: 'E018',
    severity: 'error',
    title: 'Header timestamp went back',
    meaning: 'Each message is newer than the one before it.',
    needs: ['previous'],
    feed: (feed) => {
      const interval = intervalOf(feed);
      return inHeader(
        interval !== undefined &&
          interval < 0 &&
          `the header's timestamp ${feed.message.header.timestamp} is ${-interval} s before that of the message before`,
      );
    },
  },
  {
    id: 'W007',
    severity: 'warning',
    title: 'More than 35 seconds between messages',
    meaning: 'A feed is refreshed at least every 30 seconds; 35 leave room for the way.',
    needs: ['previous'],
    feed: (feed) => {
      const interval = intervalOf(feed) ?? 0;
      return inHeader(interval > REFRESH_LIMIT_SECONDS && `${interval} s passed since the message before`);
    },
  },
  {
    id: 'P004',
    severity: 'warning',
    title: 'More than 30 and up to 35 seconds between messages',
    meaning: 'A feed is refreshed at least every 30 seconds; from 36 on it is W007.',
    needs: ['previous'],
    feed: (feed) => {
      const interval = intervalOf(feed) ?? 0;
      return inHeader(
        interval > REFRESH_ADVICE_SECONDS &&
          interval <= REFRESH_LIMIT_SECONDS &&
          `${interval} s passed since the message before; it should be at most ${REFRESH_ADVICE_SECONDS}`,
      );
    },
  },
];

/** From 2005 to 2100: what counts milliseconds, or days, is far outside. */
export function isPosix(time: number): boolean {
  return time >= 1_104_537_600 && time <= 4_102_444_800;
}

/** `2 min 6 s`. */
export function seconds(duration: number): string {
  const whole = Math.round(duration);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function inHeader(fault: string | false): readonly PlacedFault[] {
  return fault === false ? [] : [{ place: {}, fault }];
}

/** The version as a number; NaN where it is none. */
function versionOf(text: string): number {
  return text.trim() === '' ? NaN : Number(text);
}

/** Seconds from the header before to this one; undefined where either has no timestamp. */
function intervalOf({ message, previous }: FeedContext): number | undefined {
  const now = message.header.timestamp;
  const before = previous?.header.timestamp;
  return now && before ? now - before : undefined;
}

/** Whether two plain values are alike in all their fields, in any order. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined));
  return left.length === right.size && left.every(([key, value]) => same(value, right.get(key)));
}
