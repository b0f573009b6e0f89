import { queryOptions } from '@tanstack/react-query'
import type { SubjectSet } from '../../map/journey-map.ts'
import type { CaseSet } from '../../map/paths.ts'
import type { SliceSearch } from '../../map/slice-property.ts'
import type { CasesPart, DrawerPart } from './address.ts'
import { ask } from './ask.ts'

type FilterQuery = Record<string, string | number | undefined>

export const journeysQuery = queryOptions({ queryKey: ['journeys'], queryFn: ({ signal }) => ask('journeys', {}, {}, signal) })

export const importsQuery = queryOptions({ queryKey: ['imports'], queryFn: ({ signal }) => ask('imports', {}, {}, signal) })

export const templatesQuery = queryOptions({ queryKey: ['templates'], queryFn: ({ signal }) => ask('templates', {}, {}, signal) })

/** The files kept aside. Asked anew each time the page that shows them opens: files expire. */
export const uploadsQuery = queryOptions({ queryKey: ['uploads'], staleTime: 0, queryFn: ({ signal }) => ask('uploads', {}, {}, signal) })

/** The kept files as one data set; asked anew each time the page that shows them opens. */
export const dataSetQuery = queryOptions({ queryKey: ['dataSet'], staleTime: 0, queryFn: ({ signal }) => ask('dataSet', {}, {}, signal) })

/** Imports of several files together. */
export const dataSetImportsQuery = queryOptions({
  queryKey: ['dataSetImports'],
  queryFn: ({ signal }) => ask('dataSetImports', {}, {}, signal),
})

/** The map of a journey under a filter. */
export function mapQuery(journey: string, filter: FilterQuery) {
  return queryOptions({ queryKey: ['map', journey, filter], queryFn: ({ signal }) => ask('map', { journey }, filter, signal) })
}

/** How far the figures of a journey are. */
export function refreshQuery(journey: string) {
  return queryOptions({ queryKey: ['refresh', journey], queryFn: ({ signal }) => ask('refresh', { journey }, {}, signal) })
}

/** Everything of one stage under a filter. */
export function stageQuery(journey: string, stage: string, filter: FilterQuery) {
  return queryOptions({
    queryKey: ['stage', journey, stage, filter],
    queryFn: ({ signal }) => ask('stage', { journey, stage }, filter, signal),
  })
}

/** The cumulative funnel of a journey under a filter. */
export function funnelQuery(journey: string, filter: FilterQuery) {
  return queryOptions({ queryKey: ['funnel', journey, filter], queryFn: ({ signal }) => ask('funnel', { journey }, filter, signal) })
}

/** The ways cases went through a journey under a filter. */
export function pathsQuery(journey: string, filter: FilterQuery, { collapse, variants }: { collapse: boolean; variants: number }) {
  return queryOptions({
    queryKey: ['paths', journey, filter, collapse, variants],
    queryFn: ({ signal }) => ask('paths', { journey }, { ...filter, collapse: String(collapse), variants }, signal),
  })
}

/** Which cases of the paths a list shows. */
export interface CasesQuery extends Omit<CasesPart, 'page' | 'subject'> {
  cases: CaseSet
  collapse: string
}

/** One page of the cases behind a figure of the paths. */
export function pathCasesQuery(journey: string, asked: CasesQuery, filter: FilterQuery, limit: number, offset: number) {
  return queryOptions({
    queryKey: ['pathCases', journey, asked, filter, limit, offset],
    queryFn: ({ signal }) => ask('pathCases', { journey }, { ...filter, ...asked, limit, offset }, signal),
  })
}

/** Which people a list shows. */
export interface PeopleQuery {
  stage: string
  set: SubjectSet
  name?: string
  reason?: string
  campaign?: string
  span?: string
  side?: string
}

/** A list of people as a part of the address. */
export function partOf({ set, name, reason, campaign, span, side }: PeopleQuery): DrawerPart {
  return { set, name, reason, campaign, span, side }
}

/** Two slices of a journey side by side. */
export function comparisonQuery(journey: string, pair: FilterQuery) {
  return queryOptions({
    queryKey: ['compareSlices', journey, pair],
    queryFn: ({ signal }) => ask('compareSlices', { journey }, pair, signal),
  })
}

/** The properties that slices can ask for; of a search the values of one that hold a text. */
export function slicePropertiesQuery(journey: string, search: SliceSearch | null) {
  return queryOptions({
    queryKey: ['sliceProperties', journey, search],
    queryFn: ({ signal }) =>
      ask('sliceProperties', { journey }, search === null ? {} : { property: search.property, search: search.text }, signal),
  })
}

/** Every saved segment. */
export const segmentsQuery = queryOptions({ queryKey: ['segments'], queryFn: ({ signal }) => ask('segments', {}, {}, signal) })

/** One page of the people behind a figure. */
export function subjectsQuery(journey: string, people: PeopleQuery, filter: FilterQuery, limit: number, offset: number) {
  return queryOptions({
    queryKey: ['subjects', journey, people, filter, limit, offset],
    queryFn: ({ signal }) => ask('subjects', { journey }, { ...filter, ...people, limit, offset }, signal),
  })
}

/** The timeline of one subject, today or on a past day. */
export function timelineQuery(journey: string, type: string, subject: string, past: FilterQuery) {
  return queryOptions({
    queryKey: ['timeline', journey, type, subject, past],
    queryFn: ({ signal }) => ask('timeline', { journey, type, subject }, past, signal),
  })
}

/** One page of the rejected rows of an import. */
export function rejectsQuery(id: string, limit: number, offset: number) {
  return queryOptions({
    queryKey: ['rejects', id, limit, offset],
    queryFn: ({ signal }) => ask('rejects', { import: id }, { limit, offset }, signal),
  })
}
