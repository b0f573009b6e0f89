import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type LiveEvent, liveEventSchema, routes } from '../../api/contract.ts'
import { dataSetImportsQuery, importsQuery, refreshQuery } from './queries.ts'

/** Listens to the server while the page is open: progress of imports is shown at once, new figures are asked for again, also after a lost connection. */
export function useLive(): void {
  const cache = useQueryClient()
  useEffect(() => {
    const source = new EventSource(routes.events)
    source.onmessage = (message) => {
      const parsed = liveEventSchema.safeParse(JSON.parse(message.data))
      if (parsed.success) take(cache, parsed.data)
    }
    let met = false
    source.addEventListener('ready', () => {
      if (met) void cache.invalidateQueries()
      met = true
    })
    return () => source.close()
  }, [cache])
}

function take(cache: QueryClient, event: LiveEvent): void {
  if (event.kind === 'refresh') {
    void cache.invalidateQueries()
    return
  }
  if (event.kind === 'refreshing') {
    const { queryKey } = refreshQuery(event.state.journey)
    // An answer that is still on its way is older than this.
    void cache.cancelQueries({ queryKey }).then(() => cache.setQueryData(queryKey, event.state))
    return
  }
  if (event.kind === 'draft') {
    void cache.invalidateQueries({ queryKey: ['draft', event.journey] })
    return
  }
  if (event.kind === 'editors') {
    cache.setQueryData(['editors', event.journey], event.editors)
    return
  }
  if (event.kind === 'dataSet') {
    cache.setQueryData(dataSetImportsQuery.queryKey, (known) => known && [event.whole, ...known.filter(({ id }) => id !== event.whole.id)])
    return
  }
  cache.setQueryData(importsQuery.queryKey, (known) => {
    if (!known) return known
    const others = known.filter((item) => item.id !== event.progress.id)
    return [event.progress, ...others]
  })
}
