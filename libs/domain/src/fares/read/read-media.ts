/**
 * Which media a tariff knows, and of which each kind of taps is. Where no row says so (media_types), it is as GTFS has the
 * medium's own type: a published feed, as it is, then has fares for what riders tap with.
 */
import { MEDIA_TYPES, type MediaType } from '../../taps/index.js';
import type { Row, Tables } from './table.js';

export interface Media {
  readonly media: Map<string, string>;
  readonly mediaByType: Map<MediaType, string>;
}

/** By fare_media_type. */
const BY_GTFS_TYPE: Readonly<Record<string, readonly MediaType[]>> = {
  '0': ['CASH'],
  '1': ['PAPER'],
  '2': ['CLOSED_CARD'],
  '3': ['BANK_CARD'],
  '4': ['STATIC_QR', 'DYNAMIC_QR'],
};

export function readMedia(tables: Tables): Media {
  const rows = tables.rows('fare_media.txt');
  const media = new Map<string, string>();
  for (const row of rows) {
    const id = row.required('fare_media_id');
    if (media.has(id)) row.fail('duplicate_id', 'fare_media_id', `"${id}" is defined before`);
    media.set(id, row.text('fare_media_name') || id);
  }
  const isSaid = rows.some((row) => row.text('media_types') !== '');
  return { media, mediaByType: isSaid ? readTypes(rows) : followGtfs(rows) };
}

function readTypes(rows: readonly Row[]): Map<MediaType, string> {
  const mediaByType = new Map<MediaType, string>();
  for (const row of rows) {
    for (const type of row.list('media_types') ?? []) {
      const known = MEDIA_TYPES.find((one) => one === type);
      if (!known) row.fail('bad_value', 'media_types', `"${type}" is none of ${MEDIA_TYPES.join(', ')}`);
      else if (mediaByType.has(known)) {
        row.fail('duplicate_id', 'media_types', `${type} is given to another medium already`);
      } else mediaByType.set(known, row.text('fare_media_id'));
    }
  }
  return mediaByType;
}

/** Of several media of one type the first counts: which of them it is would have to be said. */
function followGtfs(rows: readonly Row[]): Map<MediaType, string> {
  const mediaByType = new Map<MediaType, string>();
  for (const row of rows) {
    for (const type of BY_GTFS_TYPE[row.text('fare_media_type')] ?? []) {
      if (!mediaByType.has(type)) mediaByType.set(type, row.text('fare_media_id'));
    }
  }
  return mediaByType;
}
