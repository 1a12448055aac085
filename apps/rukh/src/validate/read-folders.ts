import { stat } from 'node:fs/promises';
import { listMessageFiles, readMessageFile } from '../replay/message-files.js';
import { type FeedArrival, readMessage } from './feed-arrival.js';

/**
 * Feeds from the disk. A file is one message; a folder is a series in the order of its names, as `rukh replay`
 * writes it. Several are sibling feeds: they go forward together, message by message.
 */
export type FileClock = 'header' | 'file' | 'now';

interface Series {
  readonly source: string;
  readonly files: readonly string[];
}

/** Rounds of messages that belong to the same moment. Throws where a file or folder is not there. */
export async function* readFolders(
  sources: readonly string[],
  clock: FileClock,
): AsyncGenerator<readonly FeedArrival[]> {
  const series = await Promise.all(sources.map(listSeries));
  const rounds = Math.max(...series.map(({ files }) => files.length));
  for (let round = 0; round < rounds; round++) {
    const arrivals: FeedArrival[] = [];
    for (const { source, files } of series) {
      const file = files[round];
      if (file === undefined) continue;
      arrivals.push(await readArrival(source, file, clock));
    }
    yield arrivals;
  }
}

async function listSeries(source: string): Promise<Series> {
  if (!(await stat(source)).isDirectory()) return { source, files: [source] };
  return { source, files: await listMessageFiles(source) };
}

async function readArrival(source: string, file: string, clock: FileClock): Promise<FeedArrival> {
  const read = await readMessage(() => readMessageFile(file));
  return {
    source,
    name: file,
    atSeconds: await tellTime(file, clock, read.message?.header.timestamp),
    ...read,
  };
}

/** Epoch seconds by the clock asked for: the header's own, that of the file's writing, or that on the wall. */
async function tellTime(file: string, clock: FileClock, header: number | undefined): Promise<number> {
  if (clock === 'now') return Date.now() / 1000;
  if (clock === 'header' && header) return header;
  return (await stat(file)).mtimeMs / 1000;
}
