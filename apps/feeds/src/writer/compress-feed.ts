import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const gzipAsync = promisify(gzip);
const brotliAsync = promisify(brotliCompress);
const LEAST_CHUNK_BYTES = 16_384;
/** Larger feeds are of fleets whose machine has no second to spare: they get the fastest levels. */
const LARGE_BYTES = 4_000_000;

/**
 * Both compressed forms, made once a snapshot on zlib's threads and never for a request. The levels are those
 * where a second more of CPU a minute buys no noticeable size: on Lviv's trip updates see docs/performance.
 */
export async function compressFeed(body: Buffer): Promise<{ gzip: Buffer; brotli: Buffer }> {
  // The result in one piece where it can be: each further piece is a way to the thread and back.
  const chunkSize = Math.max(LEAST_CHUNK_BYTES, body.length >> 2);
  const level = body.length > LARGE_BYTES ? 1 : 3;
  const params = { [constants.BROTLI_PARAM_QUALITY]: level, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
  const [zipped, brotli] = await Promise.all([
    gzipAsync(body, { level, chunkSize }),
    brotliAsync(body, { params, chunkSize }),
  ]);
  return { gzip: zipped, brotli };
}
