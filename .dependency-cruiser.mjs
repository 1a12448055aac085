// Who may import whom (ARCHITECTURE.md), as rules that run. test/boundaries.spec.ts breaks each of them on
// purpose and sees it fire. Workspaces are looked up by tools/boundaries.tsconfig.json, in their sources, so no
// build is needed.

/** Made by a tool, not written. */
const GENERATED = '^libs/adapters/generated/';

/** Code that only tests run: it may use whatever it needs to set its scene. */
const TEST_CODE =
  '\\.(spec|int-spec|scenario|fixture)\\.ts$|^libs/domain/src/fixtures/|^libs/adapters/src/scratch-';

/** Each package of the domain, and those it builds on. */
const DOMAIN_ORDER = [
  ['time', []],
  ['geo', ['time']],
  ['gtfs', ['time', 'geo']],
  ['vehicle', ['time', 'geo', 'gtfs']],
  ['tracking', ['time', 'geo', 'gtfs', 'vehicle']],
  ['prediction', ['time', 'geo', 'gtfs', 'vehicle', 'tracking']],
  ['realtime', ['time', 'geo', 'gtfs', 'vehicle', 'tracking', 'prediction']],
  ['scoring', ['time', 'geo', 'gtfs', 'vehicle', 'tracking', 'prediction']],
  ['passenger', ['time', 'geo', 'gtfs', 'vehicle', 'tracking', 'prediction', 'realtime']],
  ['dispatch', ['time', 'geo', 'gtfs', 'vehicle', 'tracking', 'prediction', 'realtime']],
  ['taps', ['time']],
  ['fares', ['time', 'taps']],
  ['media', ['time', 'geo', 'taps', 'fares']],
  ['validator', ['time', 'taps', 'media']],
  ['ledger', ['time', 'taps', 'fares']],
  ['simulation', ['time', 'geo', 'gtfs', 'vehicle', 'tracking', 'prediction', 'taps', 'media']],
];

/** The one folder of each foreign library that owns connections, and the package it may be imported from. */
const ONE_HOME = [
  ['ioredis', 'libs/adapters/src/redis'],
  ['pg', 'libs/adapters/src/postgres'],
  ['pg-copy-streams', 'libs/adapters/src/postgres'],
  ['node-pg-migrate', 'libs/adapters/src/postgres'],
  ['mqtt', 'libs/adapters/src/mqtt'],
  ['aedes', 'libs/adapters/src/mqtt-broker'],
  ['protobufjs', 'libs/adapters/src/protobuf'],
  ['gtfs-realtime-bindings', 'libs/adapters/src/protobuf'],
  ['bullmq', 'libs/adapters/src/jobs'],
  ['cborg', 'libs/adapters/src/tickets'],
  ['qrcode', 'libs/adapters/src/tickets'],
  ['yauzl', 'libs/adapters/src/gtfs-files'],
  ['hyparquet-writer', 'libs/adapters/src/parquet'],
  ['pino', 'libs/service'],
  ['prom-client', 'libs/service'],
  ['openid-client', 'apps/dispatch/src/auth'],
  ['@simplewebauthn/server', 'apps/dispatch/src/auth'],
  ['otpauth', 'apps/dispatch/src/auth'],
];

const error = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });
const NPM = '(^|/)node_modules/';

const domainOrder = DOMAIN_ORDER.map(([name, below]) =>
  error(
    `domain-order-${name}`,
    `libs/domain/src/${name} may import only ${[...below, 'itself'].join(', ')}: the order of the domain has no way back.`,
    { path: `^libs/domain/src/${name}/`, pathNot: TEST_CODE },
    { path: '^libs/domain/src/', pathNot: `^libs/domain/src/(${[...below, name].join('|')})/` },
  ),
);

const oneHome = ONE_HOME.map(([library, home]) =>
  error(
    `one-home-${library}`,
    `Only ${home} imports ${library}: everything else speaks to it through that folder.`,
    { path: '^(libs|apps)/', pathNot: [`^${home}/`, GENERATED, TEST_CODE] },
    { path: `${NPM}(@types/)?${library}/` },
  ),
);

export default {
  forbidden: [
    error(
      'domain-is-pure',
      'The domain is functions over values: no npm package, no node: module, no other workspace.',
      { path: '^libs/domain/src/', pathNot: TEST_CODE },
      { pathNot: '^libs/domain/src/' },
    ),
    ...domainOrder,
    error(
      'adapters-stand-alone',
      'An adapter is one foreign library: it imports no other adapter.',
      { path: '^libs/adapters/src/([^/]+)/', pathNot: TEST_CODE },
      { path: '^libs/adapters/src/', pathNot: '^libs/adapters/src/$1/' },
    ),
    error(
      'adapters-below-service',
      'Adapters know nothing of Nest, the service library or the apps.',
      { path: '^libs/adapters/src/', pathNot: TEST_CODE },
      { path: `^(libs/service|apps)/|${NPM}(@nestjs|@fastify|fastify)/` },
    ),
    error(
      'service-knows-no-app',
      'The service library is the same for every app: it imports neither adapters nor apps.',
      { path: '^libs/service/src/', pathNot: TEST_CODE },
      { path: '^(libs/adapters|apps)/' },
    ),
    error(
      'apps-stand-alone',
      'Apps never import apps; only apps/rukh puts them together.',
      { path: '^apps/([^/]+)/src/', pathNot: ['^apps/rukh/', TEST_CODE] },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    error(
      'apps-are-entered-by-their-index',
      'apps/rukh sees of another app what its index exports.',
      { path: '^apps/rukh/src/', pathNot: TEST_CODE },
      { path: '^apps/(?!rukh/)[^/]+/src/(?!index\\.ts$)' },
    ),
    error(
      'console-is-a-page',
      'The console runs in a browser: of Rukh it has the pure domain, and of Node nothing.',
      { path: '^apps/console/src/', pathNot: TEST_CODE },
      {
        path: '.',
        pathNot: [
          '^apps/console/src/',
          '^libs/domain/src/',
          `${NPM}(@types/)?(react|react-dom|maplibre-gl|react-aria-components|@internationalized/date|@simplewebauthn)/`,
        ],
      },
    ),
    ...oneHome,
    error(
      'tests-are-not-for-running',
      'Code that runs imports no code that only tests run.',
      { path: '^(libs|apps)/', pathNot: TEST_CODE },
      { path: TEST_CODE },
    ),
    error(
      'no-cycles',
      'A cycle means two files are one, one of mere types too: neither can be read without the other.',
      {},
      { circular: true },
    ),
    error(
      'no-riddles',
      'Every import can be found.',
      // A browser finds the domain where the page of a validator is served it.
      { pathNot: '^apps/[^/]+/public/' },
      { couldNotResolve: true, pathNot: '/generated/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(libs|apps)/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tools/boundaries.tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
