import type { Draft } from './draft.js';
import type { RowReader } from './row-reader.js';

/** agency.txt: who runs what, and the one time zone in which all times of the feed are told. */
export function collectAgencies(draft: Draft, row: RowReader): () => void {
  const id = row.column('agency_id');
  const name = row.column('agency_name');
  const url = row.column('agency_url');
  const timeZone = row.column('agency_timezone');
  return () => {
    const agencyId = row.text(id);
    if (draft.agencyIndexOf.has(agencyId)) {
      row.report('duplicate_id', `agency_id "${agencyId}" is there twice`);
      return;
    }
    draft.agencyIndexOf.set(agencyId, draft.agencies.length);
    draft.agencies.push({ agencyId, name: row.text(name), url: row.text(url) });
    readTimeZone(draft, row, row.required(timeZone, 'agency_timezone'));
  };
}

function readTimeZone(draft: Draft, row: RowReader, timeZone: string | undefined): void {
  if (timeZone === undefined) return;
  if (!isTimeZone(timeZone)) {
    row.report('bad_time_zone', `agency_timezone "${timeZone}" is unknown`);
  } else if (draft.timeZone === '') {
    draft.timeZone = timeZone;
  } else if (!isSameClock(draft.timeZone, timeZone)) {
    row.report('several_time_zones', `agency_timezone ${timeZone} differs from ${draft.timeZone}`);
  }
}

const FIRST_YEAR = 2020;
const DAYS = 20 * 366;

/** Whether clocks show the same in two zones: Europe/Kiev is Europe/Kyiv, and Warsaw's clocks are Berlin's. */
function isSameClock(a: string, b: string): boolean {
  if (a === b) return true;
  // Day by day: Jerusalem's clocks go forward two days before Kyiv's.
  return Array.from({ length: DAYS }, (_, day) => Date.UTC(FIRST_YEAR, 0, day)).every((ms) => {
    const instant = Temporal.Instant.fromEpochMilliseconds(ms);
    return instant.toZonedDateTimeISO(a).offset === instant.toZonedDateTimeISO(b).offset;
  });
}

function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** Of feeds in several languages feed_lang says only that they are. */
const SEVERAL_LANGUAGES = 'mul';

/**
 * feed_info.txt: the version, to tell consumers which GTFS a feed's ids are of, who publishes it, and what language its names
 * are in.
 */
export function collectFeedInfo(draft: Draft, row: RowReader): () => void {
  const version = row.column('feed_version');
  const publisher = row.column('feed_publisher_name');
  const publisherUrl = row.column('feed_publisher_url');
  const contactEmail = row.column('feed_contact_email');
  const contactUrl = row.column('feed_contact_url');
  const language = row.column('feed_lang');
  return () => {
    if (draft.feedVersion === '') draft.feedVersion = row.text(version);
    const spoken = findLanguage(row.text(language));
    if (spoken !== SEVERAL_LANGUAGES) draft.language ??= spoken;
    const [name, url, email] = [row.text(publisher), row.text(publisherUrl), row.text(contactEmail)];
    const page = row.text(contactUrl);
    if (name === '') return;
    draft.publisher ??= {
      name,
      ...(url === '' ? {} : { url }),
      ...(email === '' ? {} : { contactEmail: email }),
      ...(page === '' ? {} : { contactUrl: page }),
    };
  };
}

/** As BCP 47 writes it; undefined where it is none. */
function findLanguage(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text)[0];
  } catch {
    return undefined;
  }
}
