import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The first leaves something behind in its process that others would see; the others run programs of their own. */
const alone = [
  'src/cli/remote-form.test.ts',
  'test/browser/**/*.test.ts',
  'test/{cli-process,import-crash,package,refresh-crash,served-commands,setup,very-many-events}.test.ts',
]

/** The longest begin first, so that none of them is alone at the end. */
const longest = ['stateful', 'refresh-crash', 'cli-process', 'measures-parity']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
      return place < 0 ? longest.length : place
    }
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b))
  }
}

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      { extends: true, test: { name: 'together', include: ['src/**/*.test.ts', 'test/**/*.test.ts'], exclude: alone, isolate: false } },
    ],
  },
})
