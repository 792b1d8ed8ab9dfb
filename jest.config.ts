import type { Config } from 'jest';

const swc: [string, object] = [
  '@swc/jest',
  { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
];

/** One jest project per kind of proof; run one with `npx jest --selectProjects unit`. */
const project = (name: string, extra: object = {}) => ({
  displayName: name,
  rootDir: __dirname,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  transform: { '^.+\\.(ts|mts)$': swc },
  testEnvironment: 'node',
  ...extra,
});

const config: Config = {
  maxWorkers: 2,
  projects: [
    project('unit'),
    project('contract'),
    project('wire'),
    project('simulation'),
    project('components', {
      testEnvironment: 'jsdom',
      setupFiles: ['<rootDir>/test/components/setup.ts'],
      transformIgnorePatterns: ['/node_modules/'],
    }),
    project('journeys'),
  ],
};

export default config;
