import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import { FeedRefusedError, decodeFeedMessage } from '@rukh/adapters/protobuf';
import type { Schedule } from '@rukh/domain/gtfs';
import { type FeedReport, checkFeed } from '@rukh/domain/realtime';
import { readZip } from './read-zip.fixture.js';

const shared = process.env['RUKH_SHARED'] ?? resolve(import.meta.dirname, '../../../../../shared');
const archive = join(shared, 'data/gtfs-rt-conformance/fixtures.zip');
const isThere = existsSync(archive);
if (!isThere) console.warn(`${archive} is absent: the rules are not compared with the reference validator.`);

interface Input {
  readonly name: string;
  readonly mtime: number;
  readonly skip: 'duplicate' | 'decode' | null;
  readonly results: string | null;
}
interface Group {
  readonly name: string;
  readonly gtfs: string;
  readonly ignore_shapes?: boolean;
  readonly inputs: readonly Input[];
}

const files = isThere ? readZip(archive) : new Map<string, Buffer>();
const folder = mkdtempSync(join(tmpdir(), 'rukh-conformance-'));
afterAll(() => rmSync(folder, { recursive: true }));

function readJson(name: string): unknown {
  return JSON.parse(files.get(`tests/fixtures/${name}`)!.toString()) as unknown;
}

async function importSchedule(name: string, ignoreShapes: boolean): Promise<Schedule> {
  const path = join(folder, name);
  writeFileSync(path, files.get(`tests/fixtures/gtfs/${name}`)!);
  const { schedule, report } = await importGtfs(path);
  if (!schedule) throw new Error(`${name}: ${JSON.stringify(report)}`);
  if (!ignoreShapes) return schedule;
  return { ...schedule, patterns: schedule.patterns.map((pattern) => ({ ...pattern, shapeId: '' })) };
}

const groups: readonly Group[] = isThere
  ? [
      { name: 'jar', ...(readJson('jar/manifest.json') as Omit<Group, 'name'>) },
      ...(readJson('conformance/manifest.json') as { groups: Group[] }).groups,
    ]
  : [];

/**
 * Where our count is not the reference validator's, and why. Rules that it does not have (S, P), or has and never
 * runs (E005, E007, E008, E010, E014), are not compared here.
 */
const DIFFERENCES: readonly {
  message: string;
  rule: string;
  theirs: number;
  ours: number;
  because: string;
}[] = [
  {
    message: 'bullrunner/06-unsorted.pb',
    rule: 'E051',
    theirs: 1,
    ours: 0,
    because: 'stop_sequence 1 is in stop_times.txt; it comes out of order, which is E002',
  },
  {
    message: 'bullrunner/07-repeated-sequence.pb',
    rule: 'E051',
    theirs: 1,
    ours: 0,
    because: 'stop_sequence 1 is in stop_times.txt; it comes twice, which is E002 and E036',
  },
  {
    message: 'bullrunner/22-crossfeed-many.pb',
    rule: 'W003',
    theirs: 75,
    ours: 120,
    because:
      'of the four vehicles of each trip the reference keeps the last; all 60 of either feed are missing in the other',
  },
  {
    message: 'bullrunner/22-crossfeed-many.pb',
    rule: 'E047',
    theirs: 15,
    ours: 60,
    because: 'of the four vehicles of each trip the reference keeps the last; all 60 are paired wrongly',
  },
];
const NEVER_RUN = ['E005', 'E007', 'E008', 'E010', 'E014'];

type Counts = Record<string, number>;

function countExpected(path: string): Counts {
  const results = readJson(path) as {
    errorMessage: { validationRule: { errorId: string } };
    occurrenceList: unknown[];
  }[];
  return Object.fromEntries(
    results.map(({ errorMessage, occurrenceList }) => [
      errorMessage.validationRule.errorId,
      occurrenceList.length,
    ]),
  );
}

/** Our findings by rule, of the rules that the reference validator runs. */
function countFindings({ findings }: FeedReport): Counts {
  const counts: Counts = {};
  for (const { ruleId } of findings) {
    if (/^[EW]/.test(ruleId) && !NEVER_RUN.includes(ruleId)) counts[ruleId] = (counts[ruleId] ?? 0) + 1;
  }
  return counts;
}

const suite = isThere ? describe : describe.skip;

suite('the messages of the reference validator', () => {
  for (const group of groups) describe(`against ${group.gtfs} (${group.name})`, () => compareGroup(group));

  it('exercise every difference that is listed', () => {
    const names = groups.flatMap(({ name, inputs }) => inputs.map((input) => `${name}/${input.name}`));
    for (const { message } of DIFFERENCES) expect(names).toContain(message);
  });
});

function compareGroup({ name, gtfs, ignore_shapes: ignoreShapes, inputs }: Group): void {
  const base = name === 'jar' ? 'jar' : `conformance/${name}`;
  const bytesOf = (file: string): Buffer => files.get(`tests/fixtures/${base}/${file}`)!;
  let schedule: Schedule;
  beforeAll(async () => {
    schedule = await importSchedule(gtfs, ignoreShapes ?? false);
  });

  for (const { name: file } of inputs.filter(({ skip }) => skip === 'decode')) {
    it(`refuse ${file}`, () => {
      expect(() => decodeFeedMessage(bytesOf(file))).toThrow(FeedRefusedError);
    });
  }

  // The reference reads them one after the other, and passes over what is broken or the same as before.
  let before: string | undefined;
  for (const { name: file, mtime, results } of inputs.filter(({ skip }) => skip === null)) {
    const previous = before;
    before = file;
    it(`find in ${file} what it finds`, () => {
      const report = checkFeed({
        message: decodeFeedMessage(bytesOf(file)),
        ...(previous !== undefined && { previous: decodeFeedMessage(bytesOf(previous)) }),
        schedule,
        nowSeconds: mtime,
      });
      const expected = new Map(Object.entries(countExpected(`${base}/${results!}`)));
      for (const { message, rule, theirs, ours } of DIFFERENCES) {
        if (message !== `${name}/${file}`) continue;
        expect(expected.get(rule)).toBe(theirs);
        if (ours > 0) expected.set(rule, ours);
        else expected.delete(rule);
      }
      expect(countFindings(report)).toEqual(Object.fromEntries(expected));
    });
  }
}
