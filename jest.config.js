/** Unit tests need no port and no server; integration tests start real parts over real HTTP. */
const shared = {
  testEnvironment: '<rootDir>/test/jest/main-realm-environment.cjs',
  runtime: '<rootDir>/test/jest/shared-libraries-runtime.cjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};

export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['\\.integration\\.test\\.ts$', '/node_modules/'],
    },
    {
      ...shared,
      displayName: 'integration',
      testMatch: ['<rootDir>/test/**/*.integration.test.ts'],
    },
  ],
  testSequencer: '<rootDir>/jest-sequencer.config.js',
  testTimeout: 60_000,
  // What the runs of many files leave behind makes collecting garbage slow, and timeouts of a tenth of a second fail.
  workerIdleMemoryLimit: '1GB',
};
