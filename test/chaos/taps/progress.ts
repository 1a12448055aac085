/** What a long run says of itself, so that nobody takes it for a standstill. */
import type { Stage } from './stage.ts';
import { UNPRICED_SQL } from './until-priced.ts';

const EVERY_MS = 15_000;

/** Says every while how far `stage` has come, until the function that it returns is called. */
export function sayProgress(stage: Stage, what: string): () => void {
  const started = performance.now();
  const timer = setInterval(() => {
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    void describe(stage).then((how) => console.log(`  ${what}, ${seconds} s: ${how}`));
  }, EVERY_MS);
  return () => clearInterval(timer);
}

async function describe(stage: Stage): Promise<string> {
  try {
    const [row] = await stage.query<{ taps: string; left: string }>(
      `SELECT (SELECT count(*) FROM ticketing.taps) AS taps, ${UNPRICED_SQL} AS left`,
    );
    return `${row?.taps} of about ${stage.options.taps} taps are in, ${row?.left} taps or accounts wait to be priced`;
  } catch {
    return 'the database does not answer now';
  }
}
