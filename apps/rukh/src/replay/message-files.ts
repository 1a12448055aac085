import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { FEED_LIMITS, FeedRefusedError } from '@rukh/adapters/protobuf';

/**
 * GTFS-realtime as people record it: a folder with a file a message, named so that their order is that of time. Numbers in
 * names count as numbers: 9.pb comes before 10.pb.
 */
export async function listMessageFiles(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => /\.(pb|bin|proto)(\.gz)?$/i.test(name));
  if (names.length === 0) throw new Error(`There are no .pb files in ${folder}.`);
  return names.sort(ORDER.compare).map((name) => join(folder, name));
}

/** The message's bytes, unpacked. Throws a FeedRefusedError where the archive is broken, as a poller that was killed leaves its last. */
export async function readMessageFile(file: string): Promise<Buffer> {
  const bytes = await readFile(file);
  if (!file.toLowerCase().endsWith('.gz')) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: FEED_LIMITS.maxBytes });
  } catch (error) {
    throw new FeedRefusedError('malformed', `${file} cannot be unpacked: ${(error as Error).message}.`);
  }
}

const ORDER = new Intl.Collator('en', { numeric: true });
