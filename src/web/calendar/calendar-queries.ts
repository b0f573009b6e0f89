import { queryOptions } from '@tanstack/react-query'
import { ask } from '../shell/ask.ts'

/** Every campaign. */
export const campaignsQuery = queryOptions({ queryKey: ['campaigns'], queryFn: ({ signal }) => ask('campaigns', {}, {}, signal) })

/** The deadlines of every journey, with their days from one to another, both included. */
export function deadlinesQuery(from: string, to: string) {
  return queryOptions({ queryKey: ['deadlines', from, to], queryFn: ({ signal }) => ask('deadlines', {}, { from, to }, signal) })
}

/** On which days kept programmes write to whom. */
export const programmeCalendarQuery = queryOptions({
  queryKey: ['programmeCalendar'],
  queryFn: ({ signal }) => ask('programmeCalendar', {}, {}, signal),
})

/** A campaign's before and after in a journey. */
export function campaignFiguresQuery(journey: string, campaign: string) {
  return queryOptions({
    queryKey: ['campaignFigures', journey, campaign],
    queryFn: ({ signal }) => ask('campaignFigures', { journey, campaign }, {}, signal),
  })
}
