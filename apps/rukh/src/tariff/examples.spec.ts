import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BUNDLED_TARIFFS } from '@rukh/adapters/tariff-files';
import { loadTariffs } from './load-tariffs.js';
import { priceFile } from './price-file.js';
import { parseTapFile } from './tap-file.js';

/** Lviv's fares, and those of other agencies: a folder each, with examples that somebody published, or that follow from what he did. */
const FOLDER = fileURLToPath(new URL('../../../../test/tariffs', import.meta.url));

interface Example {
  readonly name: string;
  readonly source: string;
  readonly expect: {
    readonly totalMinor?: number;
    readonly perTapMinor?: readonly number[];
    /** What funding bodies owe, by charge. */
    readonly fundedMinor?: readonly number[];
  };
}

/** What an example says beside the taps themselves. */
const REMARKS = ['name', 'source', 'expect'];

const agencies = [
  ['lviv', BUNDLED_TARIFFS],
  ...readdirSync(FOLDER)
    .filter((name) => readdirSync(`${FOLDER}/${name}`).includes('examples.json'))
    .map((name) => [name, `${FOLDER}/${name}`] as const),
] as const;

describe.each(agencies)('%s', (_, folder) => {
  const read = loadTariffs([folder]);

  it('is a sound tariff', async () => {
    expect((await read).findings).toEqual([]);
  });

  const examples = JSON.parse(readFileSync(`${folder}/examples.json`, 'utf8')) as Example[];
  it.each(examples.map((one) => [one.name, one] as const))('%s', async (name, example) => {
    const { source, expect: expected } = example;
    const file = Object.fromEntries(Object.entries(example).filter(([key]) => !REMARKS.includes(key)));
    expect(source).not.toBe('');
    const priced = priceFile(parseTapFile(JSON.stringify(file), name), (await read).history);
    const perTapMinor = priced.riders.flatMap((rider) => rider.perTapMinor);
    const fundedMinor = priced.riders.flatMap(({ charges }) =>
      charges.map(({ funded }) => funded?.amountMinor ?? 0),
    );
    expect({ totalMinor: priced.totalMinor, perTapMinor, fundedMinor }).toMatchObject(expected);
  });
});

describe('every tariff of the tests', () => {
  it('is sound', async () => {
    const { findings } = await loadTariffs([`${FOLDER}/translink`]);
    expect(findings).toEqual([]);
    for (const name of readdirSync(FOLDER)) {
      const read = await loadTariffs([`${FOLDER}/${name}`]);
      expect(read.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });
});
