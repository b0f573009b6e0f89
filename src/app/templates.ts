import { readdirSync, readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import { AppError } from '../core/error.ts'
import type { JourneySpec, StageSpec } from '../model/journey-spec.ts'
import { nearText } from '../model/near-match.ts'
import type { TemplateReading, TemplateSummary } from './template-reading.ts'

/** A journey to start from: what a map of its kind usually says, and by which events its stages usually begin. */
interface Template extends Omit<JourneySpec, 'stages'> {
  about: string
  stages: (StageSpec & { suggest?: string[] })[]
}

const folder = new URL('./templates/', import.meta.url)

/** The templates, by id. */
export function templates(): TemplateSummary[] {
  return templateIds().map((id) => {
    const { name = id, about, subject, personas = [], stages } = template(id)
    return {
      id,
      name,
      about,
      subject,
      personas: personas.map((persona) => persona.name ?? persona.id),
      stages: stages.map((stage) => ({
        name: stage.name ?? stage.id,
        lifecycle: stage.lifecycle,
        emotion: stage.intended?.emotion ?? null,
      })),
    }
  })
}

/**
 * A journey from a template. Events of the data that are usual for a stage become its entry rule, each for the first stage it fits; other stages stay drawn
 * (rule J6), their usual events in comments. Errors: `notFound` with near matches.
 */
export function fromTemplate(
  id: string,
  journey: string,
  name: string | null,
  known: readonly string[],
  subjectFor: (usual: string) => string = (usual) => usual,
): Pick<TemplateReading, 'text' | 'bound' | 'unbound'> {
  const { about: _, stages, ...head } = template(id)
  const free = new Set(known)
  const bound: { stage: string; events: string[] }[] = []
  const unbound: { stage: string; events: string[] }[] = []
  const made = stages.map(({ suggest = [], id: stageId, name: stageName = stageId, lifecycle, ...rest }): StageSpec => {
    const wanted = suggest.map(plainName)
    const events = [...free].filter((event) => wanted.includes(plainName(event))).sort()
    for (const event of events) free.delete(event)
    if (events.length === 0) unbound.push({ stage: stageName, events: suggest })
    else bound.push({ stage: stageName, events })
    const entry = events.length === 0 ? {} : { entry: events.length === 1 ? (events[0] as string) : { event: events } }
    return { id: stageId, name: stageName, lifecycle, ...entry, ...rest }
  })
  const spec: JourneySpec = { ...head, subject: subjectFor(head.subject), journey, ...(name === null ? {} : { name }), stages: made }
  const hints = unbound.map(({ stage, events }) => `#   ${stage}: ${events.join(', ')}\n`)
  const comment = hints.length === 0 ? '' : `# Stages without an entry rule, and the events by which they usually begin:\n${hints.join('')}`
  return { text: `${comment}${stringify(spec, { lineWidth: 150 })}`, bound, unbound }
}

function template(id: string): Template {
  const ids = templateIds()
  if (!ids.includes(id)) throw new AppError('notFound', `There is no template "${id}". Templates: ${ids.join(', ')}.${nearText(id, ids)}`)
  return parse(readFileSync(new URL(`${id}.yaml`, folder), 'utf8')) as Template
}

function templateIds(): string[] {
  return readdirSync(folder)
    .flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -'.yaml'.length)] : []))
    .sort()
}

/** Names that differ in case and signs only are the same: "Demo requested", "demo_requested". */
function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')
}
