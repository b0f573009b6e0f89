import { buildMap } from '../map/build-map.ts'
import type { KnownNames } from '../model/journey-names.ts'
import { parseJourney } from '../model/parse-journey.ts'
import { drawnGrid } from '../sources/drawn-grid.ts'
import { drawMap, idOf } from '../sources/drawn-map.ts'
import type { DrawnMapReading, DrawnMapRequest } from './drawn-map-reading.ts'
import type { JourneyDesk } from './journey-desk.ts'
import { noFigures } from './map-figures.ts'
import type { TemplateOptions, TemplateReading, TemplateSummary } from './template-reading.ts'
import { fromTemplate, templates } from './templates.ts'

/** Maps that are drawn: from a table, and as one. */
export interface MapsDesk {
  /** Reads a table as a journey (rule J6); keeps nothing. */
  readDrawnMap(request: DrawnMapRequest): Promise<DrawnMapReading>
  /** What people wrote in a journey, as a table without formulas. */
  drawnMap(journeyId: string): Promise<string[][]>
  templates(): Promise<TemplateSummary[]>
  /** A journey from a template, its entries bound to events that the data hold; keeps nothing. `notFound` with near matches. */
  readTemplate(id: string, options: TemplateOptions): Promise<TemplateReading>
}

/** `known`: the names that the data hold; null before there are any. */
export function mapsDesk(journeys: Pick<JourneyDesk, 'list' | 'version'>, known: () => Promise<KnownNames | null>): MapsDesk {
  return {
    readDrawnMap: async ({ rows, notes: before, subject: wanted, ...given }) => {
      const subject = wanted ?? subjectIn(await known(), 'contact')
      const options = { ...given, subject }
      const notes = [
        ...before,
        ...(wanted === null && subject !== 'contact' ? [`It is the journey of each ${subject}, since the data hold no contact.`] : []),
      ]
      const first = drawMap(rows, options, notes)
      const taken = (await journeys.list()).map(({ id }) => id)
      const isNew = options.id !== null || !taken.includes(first.spec.journey)
      const drawn = isNew ? first : drawMap(rows, { ...options, id: idOf(first.spec.journey, 'drawn-map', taken) }, notes)
      return {
        text: drawn.text,
        journey: drawn.spec.journey,
        ...shown(drawn.text),
        rows: drawn.rows,
        transposed: drawn.transposed,
        notes: drawn.notes,
      }
    },
    drawnMap: async (journeyId) => drawnGrid((await journeys.version(journeyId)).journey),
    templates: async () => templates(),
    readTemplate: async (template, { id, name, subject }) => {
      const taken = (await journeys.list()).map((journey) => journey.id)
      const journey = id ?? idOf(name ?? template, 'journey', taken)
      const names = await known()
      const made = fromTemplate(template, journey, name, names?.names ?? [], (usual) => subject ?? subjectIn(names, usual))
      return { ...made, journey, ...shown(made.text) }
    },
  }
}

/** What a definition looks like without any data. */
function shown(text: string): Pick<DrawnMapReading, 'map' | 'findings'> {
  const { journey, findings } = parseJourney(text)
  return { map: journey === null ? null : buildMap(journey, 1, { where: {} }, null, noFigures(journey)), findings }
}

/** Whose journey it can be: as wanted, unless the data hold no such objects; then of a usual type that they hold. */
function subjectIn(known: KnownNames | null, wanted: string): string {
  if (known === null || known.objectTypes.includes(wanted)) return wanted
  return ['contact', 'account', 'deal'].find((type) => known.objectTypes.includes(type)) ?? [...known.objectTypes].sort()[0] ?? wanted
}
