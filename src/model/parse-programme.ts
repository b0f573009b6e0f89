import type { JourneyFinding } from './journey-finding.ts'
import { normaliseProgramme } from './normalise-programme.ts'
import type { Programme } from './programme.ts'
import { checkProgrammeSpec } from './programme-findings.ts'
import { programmeSpecSchema } from './programme-spec.ts'
import { errorFinding, readBySchema } from './spec-findings.ts'
import { parseYaml } from './yaml-document.ts'

/** What came of a programme's document. `programme` is null where a finding is an error. */
export interface ParsedProgramme {
  programme: Programme | null
  findings: JourneyFinding[]
  /** Line and column of a path of the document. */
  placeOf: (path: string) => { line: number; column: number }
}

const start = 'a programme begins with keys such as "programme: my-programme", "journey: my-journey" and "sequences:"'

/** Reads an e-mail programme from YAML or JSON text: the total form, or errors with path, line and column; cautions come with either. Never throws. */
export function parseProgramme(text: string): ParsedProgramme {
  const { document, findings, placeOf } = parseYaml(text, start)
  if (findings.length > 0) return { programme: null, findings, placeOf }
  const read = readProgramme(document)
  return { programme: read.programme, findings: read.findings.map((finding) => ({ ...finding, ...placeOf(finding.path) })), placeOf }
}

function readProgramme(document: unknown): Pick<ParsedProgramme, 'programme' | 'findings'> {
  const { spec, complaints } = readBySchema(programmeSpecSchema, document)
  if (spec === null) return { programme: null, findings: complaints.map(errorFinding) }
  const findings = checkProgrammeSpec(spec)
  const sound = findings.every(({ kind }) => kind !== 'error')
  return { programme: sound ? normaliseProgramme(spec) : null, findings }
}
