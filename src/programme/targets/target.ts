import type { Journey } from '../../model/journey.ts'
import type { LocalDay } from '../../model/local-day.ts'
import type { Programme } from '../../model/programme.ts'
import type { ProgrammeDesign } from '../../model/programme-design.ts'
import type { MessageTemplate } from '../message-template.ts'
import type { FieldTest } from './field-test.ts'
import type { ProgrammePart } from './programme-parts.ts'

/** One file of an export. `path` stands inside the export's folder, with `/`. */
export interface ExportFile {
  path: string
  content: string | Uint8Array
}

/** Something of the programme that a target does not do, and what a person does about it. */
export interface Loss {
  part: ProgrammePart
  /** The message, sequence or other thing it concerns, by id; null: the whole programme. */
  where: string | null
  /** `lost`: nothing does it; `changed`: done otherwise; `byHand`: a person sets it up in the tool. */
  kind: 'lost' | 'changed' | 'byHand'
  /** What is lost, in one sentence. */
  text: string
  /** What to do next, in one sentence. */
  wayOut: string
}

/** Whether a target does a part of a programme: wholly, or else with what is lost. */
export type Ability = { does: true; how: string } | { does: false; kind: Loss['kind']; text: string; wayOut: string }

/** What a target is given to build from; templates by id of their message, for every message of the programme. */
export interface ExportInput {
  programme: Programme
  journey: Journey
  design: ProgrammeDesign | null
  templates: ReadonlyMap<string, MessageTemplate>
  /** The day that the export says it was made on. */
  date: LocalDay
}

/** What a target built. `losses` beside those that its abilities tell of every programme that uses a part. */
export interface TargetOutput {
  files: readonly ExportFile[]
  losses: readonly Loss[]
  /** How it is imported, step by step, and what was recalled and never tried: plain sentences. */
  notes: readonly string[]
}

/** A message as an export says it, to be compared with the programme. Null: this format does not say it. */
export interface ReadMessage {
  id: string
  kind: 'sequence' | 'friction' | 'transactional'
  name: string | null
  stage: string | null
  persona: string | null
  /** Of a sequence: days after the stay began. */
  day: number | null
  /** Of a friction message. */
  delayMs: number | null
  /** What must hold or happen for it, as `messageCondition` writes it. */
  condition: string | null
}

/** What an export says when it is read back; `notes` names what could not be read. */
export interface ReadBack {
  messages: readonly ReadMessage[]
  notes: readonly string[]
}

/** What a tool is told of a contact under a name: "yes" where all tests of fields hold. */
export interface ToldByEvent {
  column: string
  tests: readonly FieldTest[]
}

/** A tool that a programme is handed to. Pure: same input, same bytes. */
export interface Target {
  id: string
  name: string
  /** What it does of each part of a programme: the check before an export. */
  abilities: Readonly<Record<ProgrammePart, Ability>>
  /** How a table of contacts calls their id and their address. */
  keys: { contact: string; email: string }
  /** The events that it is sent in the place of the fields that flows read; left out: it is told by fields. */
  events?(programme: Programme): readonly ToldByEvent[]
  /** Whether its files say where the numbers come from: it is then built with a design of today's data. */
  citesDesign?: true
  build(input: ExportInput): TargetOutput | Promise<TargetOutput>
  /** Reads the files of such an export, maybe changed since. Errors: `invalid` where they are none. */
  readBack(files: readonly ExportFile[]): ReadBack
}
