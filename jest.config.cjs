const swc = [
  '@swc/jest',
  { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
];

/** One jest project per kind of proof; run one with `npx jest --selectProjects unit`. */
const project = (name, extra = {}) => ({
  displayName: name,
  rootDir: __dirname,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  transform: { '^.+\\.ts$': swc },
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  ...extra,
});

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  testTimeout: 30_000,
  projects: [
    project('unit'),
    project('contract'),
    project('wire'),
    project('simulation'),
    project('components', {
      testEnvironment: 'jsdom',
      setupFiles: ['<rootDir>/test/components/setup.ts'],
    }),
    project('journeys'),
  ],
};
