import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ScheduleCompiler } from '@rukh/domain/gtfs';
import { CsvError, parse } from 'csv-parse';
import type { ImportLimits } from './import-limits.js';
import { ImportRefusal } from './import-refusal.js';
import { LineCounter } from './line-counter.js';
import { watchEncoding } from './watch-encoding.js';

type Row = (fields: readonly string[], line: number) => void;

/**
 * Feeds one CSV file to the compiler, record by record. The parser's own callback is used rather than its
 * stream of records, because a stream of millions of small objects costs more than parsing them.
 */
export async function readCsv(
  file: string,
  bytes: Readable,
  compiler: ScheduleCompiler,
  limits: ImportLimits,
): Promise<void> {
  let row: Row | undefined;
  let rows = 0;
  const lines = new LineCounter();
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: limits.recordBytes,
    on_record: (fields: string[], { lines: linesSoFar }: { lines: number }) => {
      const line = lines.lineOf(fields, linesSoFar);
      if (!row) row = compiler.openFile(file, fields);
      else if (++rows > limits.rowsPerFile) throw tooManyRows(file, limits, line);
      else row(fields, line);
      return undefined;
    },
  });
  parser.resume();
  try {
    await pipeline(bytes, watchEncoding(file, compiler.findings), parser);
  } catch (error) {
    throw describeFailure(file, error, lines.next);
  }
  if (!row) compiler.noteBlank(file);
}

function tooManyRows(file: string, limits: ImportLimits, line: number): ImportRefusal {
  return new ImportRefusal('too_many_rows', file, `${file} has more than ${limits.rowsPerFile} rows`, line);
}

function describeFailure(file: string, error: unknown, line: number): unknown {
  if (!(error instanceof CsvError)) return error;
  const why =
    error.code === 'CSV_MAX_RECORD_SIZE'
      ? 'a record is too long: a quote may have been left open'
      : error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'a quote is never closed'
        : error.message;
  return new ImportRefusal('csv_broken', file, why, line);
}
