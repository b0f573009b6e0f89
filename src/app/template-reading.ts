import type { DrawnMapReading } from './drawn-map-reading.ts'

/** A template in a list: enough to draw it small. */
export interface TemplateSummary {
  id: string
  name: string
  about: string
  subject: string
  personas: readonly string[]
  stages: readonly { name: string; lifecycle: string; emotion: number | null }[]
}

/** A journey made from a template that is not kept yet. `bound`: the stages whose usual events the data hold; `unbound`: the others, with those to look for. */
export interface TemplateReading extends Pick<DrawnMapReading, 'text' | 'journey' | 'map' | 'findings'> {
  bound: readonly { stage: string; events: readonly string[] }[]
  unbound: readonly { stage: string; events: readonly string[] }[]
}

/** What a journey made from a template is called. `id` null: made from the name, and of no journey that is there; `name` null: the template's. */
export interface TemplateOptions {
  id: string | null
  name: string | null
  /** Whose journey; without: as the template says, or of a usual type that the data hold. */
  subject?: string | null
}
