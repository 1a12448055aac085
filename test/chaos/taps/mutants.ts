/**
 * Bugs planted on purpose, from outside of the code that is tested, to see that the checker bites: a checker that finds
 * nothing proves nothing until it has found something.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from './stage.ts';

export interface Mutant {
  readonly means: string;
  readonly postgresFlags?: readonly string[];
  plant?(stage: Stage): Promise<unknown>;
  /** What must happen while taps come in for the bug to do harm, whatever faults come when. */
  provoke?(stage: Stage): Promise<void>;
}

/** Rows of which one in 200 is chosen, by its number, and not by chance. */
const ONE_IN_200 = `abs(hashtext(NEW.device_id || NEW.seq::text)) % 200 = 0`;

const ON_TAPS = (moment: string, body: string): string => `
  CREATE FUNCTION ticketing.mutate() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN IF ${ONE_IN_200} THEN ${body} END IF; RETURN NEW; END $$;
  CREATE TRIGGER mutate ${moment} INSERT ON ticketing.taps FOR EACH ROW EXECUTE FUNCTION ticketing.mutate()`;

export const MUTANTS: Readonly<Record<string, Mutant>> = {
  'lost-after-receipt': {
    means: 'one row in 200 is gone though it was told to be stored',
    plant: (stage) =>
      stage.query(
        `ALTER TABLE ticketing.taps DISABLE TRIGGER only_added; ${ON_TAPS(
          'AFTER',
          'DELETE FROM ticketing.taps WHERE device_id = NEW.device_id AND seq = NEW.seq;',
        )}`,
      ),
  },
  'ack-before-durable': {
    means: 'PostgreSQL says that it committed before it has (synchronous_commit=off)',
    // A kill -9 leaves what the kernel has: only what is in PostgreSQL's own memory still can be lost, and every other
    // commit, page that is written, or full buffer takes it from there. None of these comes for seconds. The checkpoint
    // keeps what was there before: a lost registration of a device would stop its taps, and hide the bug.
    postgresFlags: [
      ...[
        '-c',
        'synchronous_commit=off',
        '-c',
        'wal_writer_delay=10000ms',
        '-c',
        'wal_writer_flush_after=1GB',
      ],
      ...['-c', 'wal_buffers=64MB', '-c', 'bgwriter_lru_maxpages=0'],
    ],
    plant: (stage) =>
      stage.query(`CREATE FUNCTION ticketing.mutate() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM set_config('synchronous_commit', 'off', true); RETURN NULL; END $$;
        CREATE TRIGGER mutate AFTER INSERT ON ticketing.taps FOR EACH STATEMENT EXECUTE FUNCTION ticketing.mutate();
        CHECKPOINT`),
    provoke: async (stage) => {
      // Twice: the WAL writer's own round of 10 s may have saved what the first would have lost.
      for (const taps of [300, 600]) {
        await untilStored(stage, taps);
        // Time for receipts: what has none is sent again, and no loss.
        await delay(500);
        await stage.postgres.kill();
        await stage.postgres.start();
      }
    },
  },
  'changed-content': {
    means: 'one tap in 200 is stored with another reason than its own',
    plant: (stage) => stage.query(ON_TAPS('BEFORE', `NEW.reason := 'OK_PASS';`)),
  },
};

async function untilStored(stage: Stage, taps: number): Promise<void> {
  for (let stored = 0; stored < taps;) {
    await delay(50);
    stored = (await stage.query<{ n: number }>('SELECT count(*)::integer AS n FROM ticketing.taps'))[0]!.n;
  }
}
