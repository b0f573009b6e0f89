import type { Hono } from 'hono'
import type { App } from '../app/app.ts'
import { campaignsCsv } from './campaigns-csv.ts'
import { routes } from './contract.ts'
import { definitionLimit } from './definition-limit.ts'
import type { Live } from './live.ts'
import { campaignBodySchema, campaignFileQuerySchema, deadlinesQuerySchema } from './requests.ts'

/** Adds the routes of the calendar: campaigns (rules K1 to K5) and the days of deadlines (K6). */
export function addCampaignRoutes(hono: Hono, app: App, live: Live): void {
  hono.get(routes.deadlines, async (context) => {
    const { from, to } = deadlinesQuerySchema.parse(context.req.query())
    return context.json(await app.deadlines(from, to))
  })
  hono.get(routes.campaigns, async (context) => context.json(await app.campaigns()))
  hono.get(routes.campaignsCsv, async (context) => {
    context.header('content-type', 'text/csv; charset=utf-8')
    context.header('content-disposition', 'attachment; filename="campaigns.csv"')
    context.header('cache-control', 'no-store')
    return context.body(campaignsCsv(await app.campaigns()))
  })
  hono.post(routes.campaigns, definitionLimit(), async (context) => {
    const { campaign, replace } = campaignBodySchema.parse(await context.req.json().catch(() => null))
    const kept = await app.keepCampaign(campaign, replace)
    live.send({ kind: 'refresh' })
    return context.json(kept, 201)
  })
  hono.post(routes.importCampaigns, definitionLimit(), async (context) => {
    const { format } = campaignFileQuerySchema.parse(context.req.query())
    const kept = await app.keepCampaigns(await context.req.text(), format)
    live.send({ kind: 'refresh' })
    return context.json(kept, 201)
  })
  hono.delete(routes.campaign, async (context) => {
    const removed = await app.removeCampaign(context.req.param('campaign'))
    live.send({ kind: 'refresh' })
    return context.json(removed)
  })
  hono.get(routes.campaignFigures, async (context) => {
    const { journey, campaign } = context.req.param()
    return context.json(await app.campaignFigures(campaign, journey, context.req.raw.signal))
  })
}
