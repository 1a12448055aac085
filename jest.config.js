import { availableParallelism } from 'node:os';

/** Tests run from source: `@rukh/...` is mapped to src, so no build is needed before a test. */
export default {
  testEnvironment: '<rootDir>/tools/quick-environment.cjs',
  testMatch: [
    '<rootDir>/{apps,libs}/**/src/**/*.{spec,int-spec}.ts',
    '<rootDir>/test/**/*.{spec,scenario}.ts',
  ],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: {
    '^@rukh/(domain|adapters)/(.+)$': '<rootDir>/libs/$1/src/$2/index.ts',
    '^@rukh/service$': '<rootDir>/libs/service/src/index.ts',
    '^@rukh/(ingest|tracking|feeds|archive|ticketing|dispatch|rukh)$': '<rootDir>/apps/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'],
  },
  modulePathIgnorePatterns: ['/dist/'],
  coverageProvider: 'v8',
  testSequencer: '<rootDir>/tools/longest-first.cjs',
  // Half of the specs wait for servers most of their time, so that every processor has a worker.
  maxWorkers: availableParallelism(),
  // What a spec file has loaded as modules of ECMAScript is never let go: a worker is replaced when it has grown.
  workerIdleMemoryLimit: '1.5GB',
  // A test that hangs fails; one on a busy machine must not.
  testTimeout: 150_000,
};
