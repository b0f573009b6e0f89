import { defineConfig } from 'vitest/config'

/** The first leaves something behind in its process that others would see; the others run programs of their own. */
const alone = [
  'src/cli/remote-form.test.ts',
  'test/browser/**/*.test.ts',
  'test/{cli-process,import-crash,package,refresh-crash,served-commands,setup,very-many-events}.test.ts',
]

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      { extends: true, test: { name: 'together', include: ['src/**/*.test.ts', 'test/**/*.test.ts'], exclude: alone, isolate: false } },
    ],
  },
})
