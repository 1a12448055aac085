/**
 * Bugs planted on purpose, from outside of the code that is tested, to see that the checker bites: a checker that finds
 * nothing proves nothing until it has found something.
 */
import type { Stage } from './stage.ts';

export interface Mutant {
  readonly means: string;
  readonly postgresFlags?: readonly string[];
  plant?(stage: Stage): Promise<unknown>;
}

const BEFORE_TAPS = (body: string): string => `
  CREATE FUNCTION ticketing.mutate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} RETURN NEW; END $$;
  CREATE TRIGGER mutate BEFORE INSERT ON ticketing.taps FOR EACH ROW EXECUTE FUNCTION ticketing.mutate()`;

export const MUTANTS: Readonly<Record<string, Mutant>> = {
  'lost-insert': {
    means: 'one insert in 200 does nothing, and the receipt is sent all the same (a wrong ON CONFLICT)',
    plant: (stage) => stage.query(BEFORE_TAPS('IF random() < 0.005 THEN RETURN NULL; END IF;')),
  },
  'ack-before-durable': {
    means: 'PostgreSQL says that it committed before it has (synchronous_commit=off)',
    postgresFlags: ['-c', 'synchronous_commit=off', '-c', 'wal_writer_delay=10000ms'],
    plant: (stage) => stage.query(`ALTER SYSTEM SET synchronous_commit = 'off'`),
  },
  'changed-content': {
    means: 'one tap in 200 is stored with another reason than its own',
    plant: (stage) => stage.query(BEFORE_TAPS(`IF random() < 0.005 THEN NEW.reason := 'OK_PASS'; END IF;`)),
  },
};
