import { Transform } from 'node:stream';
import type { Findings } from '@rukh/domain/gtfs';
import { ImportRefusal } from './import-refusal.js';

/**
 * Lets bytes through and watches whether they are UTF-8. A file in an old eight-bit code still imports, for its
 * ids are usually plain ASCII; its names will be spoilt, and the report says from which line on.
 */
export function watchEncoding(file: string, findings: Findings): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let good = true;
  let first = true;
  const inspect = (chunk: Buffer, last: boolean): void => {
    if (first && chunk.length > 1) {
      first = false;
      refuseUtf16(file, chunk);
    }
    if (!good) return;
    try {
      decoder.decode(chunk, { stream: !last });
      line += countNewlines(chunk);
    } catch {
      good = false;
      line += countNewlines(chunk.subarray(0, findSpoilt(chunk)));
      findings.add('wrong_encoding', file, line, `${file} is not UTF-8 at this line`);
    }
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        inspect(chunk, false);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      inspect(Buffer.alloc(0), true);
      done();
    },
  });
}

function refuseUtf16(file: string, chunk: Buffer): void {
  const mark = chunk.readUInt16BE(0);
  if (mark === 0xfffe || mark === 0xfeff) {
    throw new ImportRefusal('unsupported_encoding', file, `${file} is UTF-16; GTFS is UTF-8`, 1);
  }
}

/** Where the first spoilt character of a chunk is, well enough to name its line. */
function findSpoilt(chunk: Buffer): number {
  return Buffer.byteLength(chunk.toString('utf8').split('\uFFFD', 1)[0]!);
}

function countNewlines(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++;
  return count;
}
