import type { Journey } from './journey.ts'
import type { JourneyFinding } from './journey-finding.ts'
import { checkJourney, checkParts } from './journey-findings.ts'
import type { KnownNames } from './journey-names.ts'
import { checkNames } from './journey-names.ts'
import type { JourneySpec } from './journey-spec.ts'
import { journeySpecSchema } from './journey-spec.ts'
import { missingParts } from './missing-parts.ts'
import { normaliseJourney } from './normalise-journey.ts'
import { readableParts } from './readable-parts.ts'
import { errorFinding, readBySchema } from './spec-findings.ts'
import { parseYaml } from './yaml-document.ts'

/** What came of a journey document. `journey` and `spec` are null where a finding is an error. */
export interface ParsedJourney {
  journey: Journey | null
  spec: JourneySpec | null
  findings: JourneyFinding[]
}

/**
 * Reads a journey definition from YAML or JSON text (rule J5): the total form, or errors with path, line and column.
 * Cautions and gaps come with either. With `known`, names that the data does not hold are errors too (rule J3). Never throws.
 */
export function parseJourney(text: string, known: KnownNames | null = null): ParsedJourney {
  const { document, findings, placeOf } = parseYaml(text)
  if (findings.length > 0) return { journey: null, spec: null, findings }
  const parsed = readJourney(document, known)
  return { ...parsed, findings: parsed.findings.map((finding) => ({ ...finding, ...placeOf(finding.path) })) }
}

/** Reads a journey definition from plain data, as `parseJourney` does from text. */
export function readJourney(document: unknown, known: KnownNames | null = null): ParsedJourney {
  const { spec, complaints } = readBySchema(journeySpecSchema, document)
  if (spec === null) return { journey: null, spec: null, findings: [...complaints.map(errorFinding), ...checkReadable(document, known)] }
  const findings = [...checkJourney(spec), ...(known === null ? [] : checkNames(spec, known)), ...missingParts(spec)]
  const sound = findings.every(({ kind }) => kind !== 'error')
  return { journey: sound ? normaliseJourney(spec) : null, spec: sound ? spec : null, findings }
}

/** What else is wrong in the parts of a document that its schema does not refuse, so that one mending is enough. Gaps are told once it can be read as a whole. */
function checkReadable(document: unknown, known: KnownNames | null): JourneyFinding[] {
  const readable = readableParts(journeySpecSchema, document)
  if (readable === null) return []
  return [...checkParts(readable.spec), ...(known === null ? [] : checkNames(readable.spec, known))].filter(readable.holds)
}
