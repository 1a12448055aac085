import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { Comparison } from '../tariff/compare-tariffs.js';
import type { PricedFile } from '../tariff/price-file.js';
import { register } from './tariff.js';

const LVIV = fileURLToPath(new URL('../../../../data/tariffs', import.meta.url));
const WITHOUT = [join(LVIV, 'lviv-2024-09-01'), join(LVIV, 'lviv-2025-06-01')];

let folder: string;
let printed: string;
let said: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rukh-tariff-'));
  [printed, said] = ['', ''];
});

afterEach(async () => {
  process.exitCode = 0;
  await rm(folder, { recursive: true, force: true });
});

async function tariff(...args: string[]): Promise<number> {
  const { stdout, stderr } = process;
  const [writeOutput, writeProgress] = [stdout.write, stderr.write];
  stdout.write = (text) => Boolean((printed += String(text)));
  stderr.write = (text) => Boolean((said += String(text)));
  try {
    process.exitCode = 0;
    const program = new Command('rukh').exitOverride();
    register(program);
    await program.parseAsync(['tariff', ...args], { from: 'user' });
    return process.exitCode;
  } finally {
    process.exitCode = 0;
    stdout.write = writeOutput;
    stderr.write = writeProgress;
  }
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('rukh tariff check', () => {
  it('finds nothing wrong with the bundled tariffs, and tells when each holds', async () => {
    expect(await tariff('check')).toBe(0);
    expect(printed).toContain(
      'lviv-2025-06-01+suspension-2026-03: from 2026-03-11T00:00:00+02:00 until 2026-04-12T00:00:00+03:00',
    );
    expect(printed).toContain('0 errors, 0 warnings');
  });

  it('counts one tariff as one', async () => {
    expect(await tariff('check', `${LVIV}/lviv-2025-06-01`)).toBe(0);
    expect(printed).toContain('1 tariff, 0 errors, 0 warnings');
  });

  it('ends with 1 where a tariff has an error, and says where', async () => {
    await file('tariff_info.txt', 'tariff_id,valid_from,timezone,currency\nt,2025-01-01,Europe/Kyiv,UAH\n');
    await file('fare_products.txt', 'fare_product_id,amount\nsingle,ten\n');
    await file('fare_leg_rules.txt', 'leg_group_id,fare_product_id\nride,single\n');
    expect(await tariff('check', folder)).toBe(1);
    expect(printed).toContain('fare_products.txt:2 amount: "ten" is no amount such as 12.50 [bad_value]');
  });

  it('takes no file that is not UTF-8, whose names riders would read as garbage, and doubts a currency that nobody knows', async () => {
    const info = (name: string, currency: string): string =>
      `tariff_id,tariff_name,valid_from,timezone,currency\nt,${name},2025-01-01,Europe/Kyiv,${currency}\n`;
    await file('fare_products.txt', 'fare_product_id,amount\nsingle,10.00\n');
    await file('fare_leg_rules.txt', 'leg_group_id,fare_product_id\nride,single\n');
    await writeFile(join(folder, 'tariff_info.txt'), Buffer.from(info('caf\u00e9', 'UAH'), 'latin1'));
    expect(await tariff('check', folder)).toBe(1);
    expect(printed).toContain('tariff_info.txt:2: is not UTF-8');
    await file('tariff_info.txt', info('\uFEFFЛьвів', 'UHA'));
    expect(await tariff('check', folder)).toBe(0);
    expect(printed).toContain('tariff_info.txt:2 currency: "UHA" is no currency that is known here');
  });

  it('says in which row of a file a quote is not closed, and goes on with the other folders', async () => {
    const info = 'tariff_id,valid_from,timezone,currency\n';
    for (const [name, from, amounts] of [
      ['good', '2025-01-01', 'single,10.00\n'],
      ['open', '2026-01-01', 'single,10.00\n\n"day,20.00\nweek,50.00\n'],
      ['wrong', '2027-01-01', 'single,ten\n'],
    ] as const) {
      await mkdir(join(folder, name));
      await file(`${name}/tariff_info.txt`, `${info}${name},${from},Europe/Kyiv,UAH\n`);
      await file(`${name}/fare_products.txt`, `fare_product_id,amount\n${amounts}`);
      await file(`${name}/fare_leg_rules.txt`, 'leg_group_id,fare_product_id\nride,single\n');
    }
    const folders = ['open', 'wrong', 'good'].map((name) => join(folder, name));
    expect(await tariff('check', ...folders)).toBe(1);
    expect(printed).toContain(
      'open/fare_products.txt:4: a quote is opened in this row and closed nowhere [unreadable_file]',
    );
    expect(printed).toContain(
      'wrong/fare_products.txt:2 amount: "ten" is no amount such as 12.50 [bad_value]',
    );
    expect(printed).toContain('good: from 2025-01-01T00:00:00+02:00 until');
    expect(await tariff('price', '--tariff', folders[0]!, '--taps', 'none.json')).toBe(2);
    expect(said).toContain('fare_products.txt:4: a quote is opened');
  });

  it('ends with 2 where a folder holds no tariff', async () => {
    expect(await tariff('check', folder)).toBe(2);
    expect(said).toContain('there is no tariff_info.txt');
  });
});

describe('rukh tariff price', () => {
  const taps = {
    taps: [
      { at: '2026-03-12T08:00', media: 'leocard' },
      { at: '2026-03-12T08:20', media: 'leocard' },
    ],
  };

  it('prints each charge with its rules, reasons in both languages and the total', async () => {
    const path = await file('taps.json', JSON.stringify(taps));
    expect(await tariff('price', '--tariff', ...WITHOUT, '--taps', path, '--json')).toBe(0);
    const { totalMinor, riders } = JSON.parse(printed) as PricedFile;
    expect(totalMinor).toBe(1700);
    expect(riders[0]!.charges[1]).toMatchObject({
      disposition: 'FREE_TRANSFER',
      tariffVersion: 'lviv-2025-06-01',
      adjustments: [{ ruleId: 'fare_transfer_windows:free-40', kind: 'TRANSFER', amountMinor: -1700 }],
    });
    expect(riders[0]!.charges[1]!.explanation.uk.join(' ')).toContain('пересадка');
  });

  it('prices several folders as versions in time', async () => {
    const path = await file('taps.json', JSON.stringify(taps));
    expect(await tariff('price', '--tariff', LVIV, '--taps', path)).toBe(0);
    expect(printed).toContain('total 34.00 UAH');
    expect(printed).toContain('suspension-2026-03');
    // By the clock that the taps were written down by, so that one finds them again.
    expect(printed).toContain('2026-03-12T08:20:00+02:00');
  });

  it('says where a file of taps is wrong', async () => {
    const path = await file(
      'taps.json',
      JSON.stringify({ taps: [{ at: 'yesterday' }, { at: '2026-01-01', medai: 'x' }] }),
    );
    expect(await tariff('price', '--tariff', LVIV, '--taps', path)).toBe(2);
    expect(said).toContain('taps.0.at: expected a time such as 2025-06-02T08:00');
    expect(said).toContain('taps.1');
  });
});

describe('rukh tariff simulate', () => {
  it('tells what the suspension of March 2026 would have earned, and from whom', async () => {
    const rows = ['rider_id,category,fundingBody,at,media,route'];
    for (let i = 0; i < 20; i++) {
      const category = i % 4 === 0 ? 'concession,lviv' : ',';
      rows.push(
        `r${i},${category},2026-03-12T08:00,leocard,1`,
        `r${i},${category},2026-03-12T08:${20 + i},leocard,2`,
      );
    }
    const path = await file('taps.csv', `${rows.join('\n')}\n`);
    const out = join(folder, 'out');
    expect(
      await tariff('simulate', '--tariff', ...WITHOUT, '--against', LVIV, '--taps', path, '--out', out),
    ).toBe(0);
    const comparison = JSON.parse(await readFile(join(out, 'simulation.json'), 'utf8')) as Comparison;
    expect(comparison).toMatchObject({
      riders: 20,
      taps: 40,
      first: { riderMinor: 15 * 1700, fundedMinor: 5 * 1700 },
      second: { riderMinor: 15 * 3400, fundedMinor: 5 * 1700 },
      paying: { more: 15, less: 0, same: 5 },
    });
    expect(comparison.byRoute.map(({ key, more }) => [key, more])).toEqual([
      ['1', 0],
      ['2', 15],
    ]);
    const html = await readFile(join(out, 'report.html'), 'utf8');
    expect(html.match(/<svg viewBox="0 0 720/g)).toHaveLength(10);
    expect(html).toContain('lang="uk"');
    expect(html).not.toMatch(/https?:\/\/|NaN|undefined/);
  });
});
