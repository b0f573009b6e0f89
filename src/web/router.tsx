import type { QueryClient } from '@tanstack/react-query'
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { JourneyList } from './journeys/journey-list.tsx'
import { MapPage } from './map/map-page.tsx'
import { type Address, filterQuery, parseAddress, writeAddress } from './shell/address.ts'
import { AppShell } from './shell/app-shell.tsx'
import { journeysQuery, mapQuery } from './shell/queries.ts'
import { NotFound } from './shell/states.tsx'

const rootRoute = createRootRoute({
  component: AppShell,
  notFoundComponent: NotFound,
  validateSearch: (search: Record<string, unknown>): Address => search as Address,
})

const listRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: JourneyList })

const mapRoute = createRoute({ getParentRoute: () => rootRoute, path: '/journeys/$journey', component: MapPage })

const stageRoute = createRoute({
  getParentRoute: () => mapRoute,
  path: 'stages/$stage',
  component: lazyRouteComponent(() => import('./drawer/stage-drawer.tsx'), 'StageDrawer'),
})

const pathsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/journeys/$journey/paths',
  component: lazyRouteComponent(() => import('./paths/paths-page.tsx'), 'PathsPage'),
})

const compareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/journeys/$journey/compare',
  component: lazyRouteComponent(() => import('./compare/compare-page.tsx'), 'ComparePage'),
})

const programmeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/journeys/$journey/programme',
  component: lazyRouteComponent(() => import('./programme/programme-page.tsx'), 'ProgrammePage'),
})

const editRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/journeys/$journey/edit',
  component: lazyRouteComponent(() => import('./editor/editor-page.tsx'), 'EditorPage'),
})

const versionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/journeys/$journey/versions',
  component: lazyRouteComponent(() => import('./versions/versions-page.tsx'), 'VersionsPage'),
})

const importsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/imports',
  component: lazyRouteComponent(() => import('./imports/imports-page.tsx'), 'ImportsPage'),
})

const wizardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/add',
  component: lazyRouteComponent(() => import('./wizard/wizard-page.tsx'), 'WizardPage'),
})

const proposalRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/draft',
  component: lazyRouteComponent(() => import('./draft/draft-page.tsx'), 'DraftPage'),
})

const calendarRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/calendar',
  component: lazyRouteComponent(() => import('./calendar/calendar-page.tsx'), 'CalendarPage'),
})

const newRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new',
  component: lazyRouteComponent(() => import('./new/new-page.tsx'), 'NewPage'),
})

const routeTree = rootRoute.addChildren([
  listRoute,
  mapRoute.addChildren([stageRoute]),
  pathsRoute,
  compareRoute,
  programmeRoute,
  editRoute,
  versionsRoute,
  importsRoute,
  wizardRoute,
  proposalRoute,
  newRoute,
  calendarRoute,
])

/** The page's addresses. The map is asked for at once, before anything is drawn. */
export function createPageRouter(cache: QueryClient) {
  const router = createRouter({ routeTree, parseSearch: parseAddress, stringifySearch: writeAddress, scrollRestoration: true })
  const opened = location.pathname.match(/^\/journeys\/([^/]+)/)?.[1]
  if (opened) void cache.prefetchQuery(mapQuery(decodeURIComponent(opened), filterQuery(parseAddress(location.search))))
  else if (location.pathname === '/') void cache.prefetchQuery(journeysQuery)
  return router
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createPageRouter>
  }
}
