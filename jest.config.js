/** Tests run from source: `@rukh/...` is mapped to src, so no build is needed before a test. */
export default {
  testEnvironment: 'node',
  testMatch: [
    '<rootDir>/{apps,libs}/**/src/**/*.{spec,int-spec}.ts',
    '<rootDir>/test/**/*.{spec,scenario}.ts',
    '<rootDir>/tools/**/*.spec.ts',
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
  // A test that hangs fails; one on a busy machine must not.
  testTimeout: 150_000,
};
