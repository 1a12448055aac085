/**
 * Breaks each rule of .dependency-cruiser.mjs on purpose, in a small tree of its own, and sees it fire. A rule
 * that never fires is no boundary.
 */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Breach {
  readonly rule: string;
  readonly from: string;
  readonly imports: string;
}

/** One breach a rule; the files they import are in the tree as well. */
const BREACHES: readonly Breach[] = [
  { rule: 'domain-is-pure', from: 'libs/domain/src/time/clock.ts', imports: 'node:fs' },
  { rule: 'domain-is-pure', from: 'libs/domain/src/time/npm.ts', imports: 'zod' },
  { rule: 'domain-is-pure', from: 'libs/domain/src/geo/adapter.ts', imports: '@rukh/adapters/redis' },
  { rule: 'domain-order-time', from: 'libs/domain/src/time/ahead.ts', imports: '../geo/index.js' },
  { rule: 'domain-order-geo', from: 'libs/domain/src/geo/ahead.ts', imports: '../gtfs/index.js' },
  { rule: 'domain-order-gtfs', from: 'libs/domain/src/gtfs/ahead.ts', imports: '../vehicle/index.js' },
  { rule: 'domain-order-vehicle', from: 'libs/domain/src/vehicle/ahead.ts', imports: '../tracking/index.js' },
  {
    rule: 'domain-order-tracking',
    from: 'libs/domain/src/tracking/ahead.ts',
    imports: '../prediction/index.js',
  },
  {
    rule: 'domain-order-prediction',
    from: 'libs/domain/src/prediction/ahead.ts',
    imports: '../realtime/index.js',
  },
  {
    rule: 'domain-order-realtime',
    from: 'libs/domain/src/realtime/aside.ts',
    imports: '../scoring/index.js',
  },
  { rule: 'domain-order-scoring', from: 'libs/domain/src/scoring/aside.ts', imports: '../realtime/index.js' },
  {
    rule: 'domain-order-simulation',
    from: 'libs/domain/src/simulation/aside.ts',
    imports: '../realtime/index.js',
  },
  { rule: 'domain-order-taps', from: 'libs/domain/src/taps/ahead.ts', imports: '../fares/index.js' },
  {
    rule: 'domain-order-validator',
    from: 'libs/domain/src/validator/aside.ts',
    imports: '../fares/index.js',
  },
  {
    rule: 'domain-order-dispatch',
    from: 'libs/domain/src/dispatch/ahead.ts',
    imports: '../scoring/index.js',
  },
  {
    rule: 'domain-order-passenger',
    from: 'libs/domain/src/passenger/ahead.ts',
    imports: '../scoring/index.js',
  },
  { rule: 'console-is-a-page', from: 'apps/console/src/server.ts', imports: '@rukh/service' },
  { rule: 'domain-order-fares', from: 'libs/domain/src/fares/ahead.ts', imports: '../ledger/index.js' },
  { rule: 'domain-order-ledger', from: 'libs/domain/src/ledger/aside.ts', imports: '../tracking/index.js' },
  { rule: 'domain-order-media', from: 'libs/domain/src/media/aside.ts', imports: '../ledger/index.js' },
  { rule: 'adapters-stand-alone', from: 'libs/adapters/src/mqtt/other.ts', imports: '@rukh/adapters/redis' },
  { rule: 'adapters-below-service', from: 'libs/adapters/src/redis/nest.ts', imports: '@nestjs/common' },
  { rule: 'adapters-below-service', from: 'libs/adapters/src/redis/service.ts', imports: '@rukh/service' },
  { rule: 'service-knows-no-app', from: 'libs/service/src/adapter.ts', imports: '@rukh/adapters/redis' },
  { rule: 'apps-stand-alone', from: 'apps/feeds/src/other.ts', imports: '@rukh/ingest' },
  {
    rule: 'apps-are-entered-by-their-index',
    from: 'apps/rukh/src/inside.ts',
    imports: '../../ingest/src/inside.js',
  },
  { rule: 'tests-are-not-for-running', from: 'apps/feeds/src/scene.ts', imports: './town.fixture.js' },
  { rule: 'no-cycles', from: 'apps/feeds/src/egg.ts', imports: './hen.js' },
  { rule: 'no-cycles', from: 'apps/feeds/src/kind.ts', imports: './name.js' },
  { rule: 'no-riddles', from: 'apps/feeds/src/riddle.ts', imports: './nowhere.js' },
  ...[
    'ioredis',
    'pg',
    'pg-copy-streams',
    'node-pg-migrate',
    'mqtt',
    'aedes',
    'protobufjs',
    'gtfs-realtime-bindings',
    'bullmq',
    'cborg',
    'qrcode',
    'yauzl',
    'hyparquet-writer',
    'pino',
    'prom-client',
    'openid-client',
    '@simplewebauthn/server',
    'otpauth',
  ].map((library) => ({
    rule: `one-home-${library}`,
    from: `apps/feeds/src/uses-${library.replace('/', '-')}.ts`,
    imports: library,
  })),
];

const DOMAIN_PACKAGES = [
  'time',
  'geo',
  'gtfs',
  'vehicle',
  'tracking',
  'prediction',
  'realtime',
  'scoring',
  'taps',
  'validator',
  'fares',
  'media',
  'ledger',
  'simulation',
];

/** What is allowed, and must stay silent. */
const LAWFUL: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    DOMAIN_PACKAGES.map((name) => [`libs/domain/src/${name}/index.ts`, 'export const name = 1;']),
  ),
  'libs/domain/src/tracking/behind.ts': `export * from '../time/index.js';`,
  'libs/domain/src/tracking/behind.spec.ts': `import 'fast-check'; import './behind.js';`,
  'libs/adapters/src/redis/index.ts': `import 'ioredis'; export * from '@rukh/domain/time';`,
  'libs/adapters/src/scratch-redis/index.ts': `import 'ioredis'; import '../redis/index.js';`,
  'libs/service/src/index.ts': `import '@nestjs/common'; import 'pino'; import 'prom-client'; export const a = 1;`,
  'apps/ingest/src/inside.ts': 'export const inside = 1;',
  'apps/ingest/src/index.ts': `import '@rukh/service'; import '@rukh/adapters/redis'; export * from './inside.js';`,
  'apps/feeds/src/town.fixture.ts': 'export const town = 1;',
  'apps/feeds/src/hen.ts': `import './egg.js'; export const hen = 1;`,
  'apps/feeds/src/name.ts': `import type * as kind from './kind.js'; export type Name = typeof kind;`,
  'apps/rukh/src/index.ts': `import '@rukh/ingest'; export const b = 1;`,
};

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
}

let folder: string;
let violations: readonly Violation[];
let rules: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rukh-boundaries-'));
  for (const [path, text] of Object.entries(LAWFUL)) write(path, text);
  for (const { from, imports } of BREACHES) write(from, `import '${imports}'; export const breach = 1;`);
  for (const file of ['.dependency-cruiser.mjs', 'package.json', 'tools/boundaries.tsconfig.json']) {
    write(file, '');
    copyFileSync(join(ROOT, file), join(folder, file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const report = await cruise();
  violations = report.summary.violations;
  rules = report.summary.ruleSetUsed.forbidden.map(({ name }) => name);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), `${text}\n`);
}

interface Report {
  readonly summary: {
    readonly violations: readonly Violation[];
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] };
  };
}

function cruise(): Promise<Report> {
  const program = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [program, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'apps', 'libs'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (_, stdout, stderr) => {
      // Its exit code is the number of violations.
      try {
        resolve(JSON.parse(stdout) as Report);
      } catch {
        reject(new Error(stderr || stdout));
      }
    });
  });
}

describe('the boundaries', () => {
  it.each(BREACHES)('$rule fires when $from imports $imports', ({ rule, from }) => {
    const fired = violations
      .filter((violation) => violation.from === from)
      .map((violation) => violation.rule.name);
    expect(fired).toContain(rule);
  });

  it('are silent where nothing is wrong', () => {
    const guilty = new Set(BREACHES.map(({ from }) => from));
    expect(violations.filter(({ from }) => !guilty.has(from))).toEqual([]);
  });

  it('are each broken above at least once', () => {
    const broken = new Set(BREACHES.map(({ rule }) => rule));
    expect(rules.filter((rule) => !broken.has(rule))).toEqual([]);
  });
});
