import { openByteSource } from '../sources/byte-source.ts'
import { describeMapping } from '../sources/describe-mapping.ts'
import { guessMapping } from '../sources/guess-mapping.ts'
import { inspectFile } from '../sources/inspect-file.ts'
import type { MappingSpec } from '../sources/mapping-spec.ts'
import { exportName } from '../sources/presets/preset.ts'

/** How a file would be understood without a mapping: as a document to change, in sentences, and what people should decide. */
export interface ProposedMapping {
  spec: MappingSpec
  sentences: readonly string[]
  notes: readonly string[]
}

/** Guesses the mapping of a file and imports nothing. Errors: `invalid` where it cannot be read or names no object. */
export async function proposeMapping(path: string): Promise<ProposedMapping> {
  const { mapping, spec, notes, preset } = guessMapping(await inspectFile(await openByteSource(path)))
  const recognised = preset === null ? [] : [`Recognised by its columns: ${exportName(preset)}.`]
  return { spec, sentences: [...recognised, ...describeMapping(mapping)], notes: notes.map(({ message }) => message) }
}
