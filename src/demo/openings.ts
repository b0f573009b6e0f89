import { dayMs } from '../model/duration.ts'
import { customerEvent, type Happening, type Reached, type StayScene } from './scene.ts'
import * as touches from './touches.ts'

/**
 * Adds the event that opens a stay, at its very start. Contracts signed and opportunities recycled stand in the deals table, so stays
 * they open have nothing to add here.
 */
export function openStay(scene: StayScene, reached: Reached[]): void {
  const { openedBy, stage } = scene.stay
  switch (openedBy === 'resumed' ? 'resumed' : stage) {
    case 'resumed':
      return void addResumption(scene)
    case 'awareness':
      return void openAwareness(scene, reached)
    case 'consideration':
      return void openConsideration(scene)
    case 'evaluation':
      return void openEvaluation(scene)
    case 'value-renewal':
      return void scene.add(companyCall(scene.stay.startsAt, openingOfValue(scene)))
    case 'advocacy':
      return void scene.add(customerEvent(scene.stay.startsAt, scene.random.pick(touches.advocacyOpeners)))
    default:
      return
  }
}

/** A company event of the CRM. */
export function companyCall(at: number, name: string, properties?: Record<string, string>): Happening {
  const event = { at, source: 'crm', name, channel: 'sales', touchpoint: '', initiator: 'company' } as const
  return properties === undefined ? event : { ...event, properties }
}

function addResumption(scene: StayScene): void {
  const { neutral } = touches.stageTouches[scene.stay.stage]
  scene.add(customerEvent(scene.stay.startsAt, neutral[0] as touches.Touch))
}

/** The first of the touches that may open awareness; with an early pricing page never an article, so that the deviation holds. */
function openAwareness(scene: StayScene, reached: Reached[]): void {
  const at = scene.stay.startsAt
  const pricing = reached.find(({ kind }) => kind === touches.pricingPage)
  const article = reached.find(({ kind }) => kind.touchpoint === touches.blogArticle.touchpoint)
  const pricingFirst = pricing !== undefined && (article === undefined || pricing.at < article.at)
  const openers = [touches.peerPost, touches.searchAd, ...(pricingFirst ? [] : [touches.blogArticle])].map(({ touchpoint }) => touchpoint)
  const opener = reached.find(({ kind }) => openers.includes(kind.touchpoint))
  if (opener === undefined) return void scene.add(customerEvent(at, touches.socialPost, campaignOf(touches.socialPost)))
  opener.at = at
  opener.properties = campaignOf(opener.kind)
}

/** Where a first touch came from, as its link says. */
function campaignOf(touch: touches.Touch): Record<string, string> {
  switch (touch.channel) {
    case 'ads':
      return { utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'data-quality' }
    case 'social':
      return { utm_source: 'linkedin', utm_medium: 'social' }
    case 'peer':
      return { referrer: 'community.example' }
    default:
      return { referrer: 'google.com' }
  }
}

/** Two looks at the tour or the comparison: the second, within 14 days of the first, is the entry. */
function openConsideration(scene: StayScene): void {
  const { stay, previous, random } = scene
  if (stay.openedBy === 'returned' || stay.openedBy === 'recovered') return
  const room = previous === null ? dayMs : (stay.startsAt - previous.startsAt) / 2
  const before = Math.max(1, Math.floor(Math.min(2 * dayMs, room) * random.uniform()))
  const pair = [touches.productTour, touches.comparisonPage] as const
  scene.add(customerEvent(stay.startsAt - before, random.pick(pair)))
  scene.add(customerEvent(stay.startsAt, random.pick(pair)))
}

function openEvaluation(scene: StayScene): void {
  const { stay, previous, random } = scene
  const at = stay.startsAt
  const u = random.uniform()
  const advanced = stay.openedBy === 'advanced' && previous?.stage === 'consideration'
  if (!advanced || u < 0.35) return void scene.add(customerEvent(at, touches.demoRequest, { form: 'demo' }))
  if (u < 0.5) return void scene.add(customerEvent(at, touches.trialStart))
  const handed = at - Math.floor((0.02 + 0.2 * random.uniform()) * (at - previous.startsAt))
  scene.add(companyCall(handed, 'Lead handed to sales', { score: String(60 + random.integer(40)) }))
  scene.add(companyCall(at, 'Lead accepted'))
}

function openingOfValue({ stay, previous }: StayScene): string {
  return stay.openedBy === 'returned' || previous?.stage === 'advocacy' ? 'Renewal period opened' : 'Go-live confirmed'
}
