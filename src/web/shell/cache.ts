import { QueryClient } from '@tanstack/react-query'
import { RequestFailure } from './ask.ts'

/** What the page has asked for. Answers stay fresh until the server says that figures changed; only lost connections are tried again. */
export function createCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: (failures, error) => !(error instanceof RequestFailure) && failures < 2,
        retryDelay: 400,
      },
    },
  })
}
