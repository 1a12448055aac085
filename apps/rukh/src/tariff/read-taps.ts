import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { FareTap, Rider, TariffHistory } from '@rukh/domain/fares';
import { parse } from 'csv-parse';
import { Moments, readRider, readTap, readTaps } from './price-file.js';
import { type TapFileTap, parseTap, readTapFile } from './tap-file.js';

/** A rider of recorded taps. */
export interface RecordedRider {
  readonly id: string;
  readonly rider: Rider;
  readonly taps: readonly FareTap[];
}

const MOST_RECORD_BYTES = 64 * 1024;

/** Riders with their taps, of a file of taps as JSON, or of CSV with a row for each tap (plain or .gz). */
export async function readRecordedTaps(
  path: string,
  history: TariffHistory,
): Promise<readonly RecordedRider[]> {
  if (/\.csv(\.gz)?$/.test(path)) return readCsvTaps(path, history);
  const file = await readTapFile(path);
  const clock = new Moments(history);
  const { taps, entitlements, products, losses } = file;
  const single = taps ? [{ taps, entitlements, products, losses }] : [];
  return [...single, ...(file.riders ?? [])].map((rider, i) => ({
    id: ('id' in rider ? rider.id : undefined) ?? `rider-${i + 1}`,
    rider: readRider(
      {
        ...(rider.entitlements && { entitlements: rider.entitlements }),
        ...(rider.products && { products: rider.products }),
      },
      clock,
    ),
    // Rides on a lost card are not his.
    taps: readTaps(
      { ...(rider.taps && { taps: rider.taps }), ...(rider.losses && { losses: rider.losses }) },
      clock,
    ).filter(({ loss }) => !loss),
  }));
}

interface Growing {
  readonly id: string;
  category: string;
  fundingBody: string;
  readonly taps: FareTap[];
}

async function readCsvTaps(path: string, history: TariffHistory): Promise<readonly RecordedRider[]> {
  const clock = new Moments(history);
  const riders = new Map<string, Growing>();
  const parser = parse({
    columns: true,
    bom: true,
    skip_empty_lines: true,
    max_record_size: MOST_RECORD_BYTES,
  });
  const bytes = createReadStream(path);
  bytes.on('error', (error) => parser.destroy(error));
  const plain = path.endsWith('.gz')
    ? bytes.pipe(createGunzip().on('error', (error) => parser.destroy(error)))
    : bytes;
  let line = 1;
  for await (const row of plain.pipe(parser) as AsyncIterable<Record<string, string>>) {
    line++;
    const id = row['rider_id'] ?? '';
    if (id === '') {
      throw new Error(`${path}:${line}: rider_id is empty; columns are rider_id, at and what else is known.`);
    }
    let rider = riders.get(id);
    if (!rider) riders.set(id, (rider = { id, category: '', fundingBody: '', taps: [] }));
    rider.category ||= row['category'] ?? '';
    rider.fundingBody ||= row['fundingBody'] ?? '';
    rider.taps.push(readTap(tapOf(row, `${path}:${line}`), rider.taps.length, clock));
  }
  return [...riders.values()].map(({ id, category, fundingBody, taps }) => ({
    id,
    rider: readRider(
      category === '' ? {} : { entitlements: [{ category, ...(fundingBody !== '' && { fundingBody }) }] },
      clock,
    ),
    taps,
  }));
}

const TEXTS = [
  'at',
  'kind',
  'type',
  'media',
  'medium',
  'device',
  'vehicle',
  'operator',
  'network',
  'route',
] as const;
const PLACES = ['trip', 'stop'] as const;
const NUMBERS = ['seq', 'direction', 'stopSequence', 'tripMetres'] as const;

/** A row as a tap of a file of taps; `extras` is `companion:2|luggage:1`. */
function tapOf(row: Record<string, string>, place: string): TapFileTap {
  const tap: Record<string, unknown> = {};
  for (const name of [...TEXTS, ...PLACES]) if (row[name]) tap[name] = row[name];
  for (const name of NUMBERS) if (row[name]) tap[name] = Number(row[name]);
  if (row['extras']) {
    tap['extras'] = Object.fromEntries(
      row['extras'].split('|').map((part) => {
        const [kind = '', count = '1'] = part.split(':');
        return [kind, Number(count)];
      }),
    );
  }
  return parseTap(tap, place);
}
