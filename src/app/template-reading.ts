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
