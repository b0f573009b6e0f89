import { dayMs } from '../model/duration.ts'
import { companyCall } from './openings.ts'
import { customerEvent, type Happening, type Reached, type StayScene } from './scene.ts'
import * as touches from './touches.ts'

/** Days for which e-mails still go to someone who has fallen silent, after the drop. */
const mailTailDays = 60

/** Adds what the company and machines do in a stay: exits, e-mails with openings by mail proxies, answers to tickets. */
export function addCompanyEvents(scene: StayScene, reached: readonly Reached[]): void {
  addExit(scene)
  addMail(scene)
  for (const { at, kind } of reached) if (kind.source === 'support') addAnswer(scene, at)
}

/** The event that ends a stay without opening another. A lost opportunity stands in the deals table. */
function addExit(scene: StayScene): void {
  const { stay, random } = scene
  if (stay.how === 'completed') return void scene.add({ ...companyCall(stay.endsAt, 'Case study published'), channel: 'web' })
  if (stay.how !== 'exit' || stay.stage === 'evaluation') return
  if (stay.stage === 'awareness') return void scene.add(customerEvent(stay.endsAt, touches.unsubscribe))
  if (stay.stage !== 'consideration') return void scene.add(companyCall(stay.endsAt, 'Contract cancelled'))
  const handed = stay.endsAt - Math.floor((0.05 + 0.3 * random.uniform()) * (stay.endsAt - stay.startsAt))
  scene.add(companyCall(handed, 'Lead handed to sales', { score: String(50 + random.integer(40)) }))
  scene.add(companyCall(stay.endsAt, 'Lead rejected', { reason: random.weighted(touches.rejectReasons) }))
}

const mail = (at: number, name: string, initiator: 'company' | 'machine', touchpoint: string, campaign: string): Happening => ({
  at,
  source: 'email',
  name,
  channel: 'email',
  touchpoint,
  initiator,
  properties: { campaign },
})

/** E-mails at even distances. Proxies and scanners open and click some of them, also of people long silent: machine events (rule E6). */
function addMail(scene: StayScene): void {
  const { stay, random, until } = scene
  const { mailEveryDays, campaign } = touches.stageTouches[stay.stage]
  const clicked = touches.stageTouches[stay.stage].planned.find(({ source }) => source === 'email')
  const tail = stay.how === 'silence' ? mailTailDays * dayMs : 0
  const end = Math.min(stay.endsAt + tail, until)
  let at = stay.startsAt + Math.floor(random.uniform() * mailEveryDays * dayMs)
  while (at < end) {
    scene.add(mail(at, 'E-mail sent', 'company', '', campaign))
    if (random.chance(0.97)) scene.add(mail(at + 2_000 + random.integer(20_000), 'E-mail delivered', 'company', '', campaign))
    const touchpoint = clicked?.touchpoint ?? campaign
    if (random.chance(0.22)) scene.add(mail(at + 30_000 + random.integer(60_000), 'E-mail opened', 'machine', touchpoint, campaign))
    if (random.chance(0.03)) scene.add(mail(at + 95_000 + random.integer(9_000), 'E-mail clicked', 'machine', touchpoint, campaign))
    at += Math.floor((stay.activeUntil > at ? mailEveryDays : 3 * mailEveryDays) * dayMs * (0.9 + 0.2 * random.uniform()))
  }
}

function addAnswer(scene: StayScene, at: number): void {
  const answered = at + Math.floor((0.5 + 30 * scene.random.uniform()) * 3_600_000)
  const answer = { source: 'support', channel: 'support', touchpoint: '', initiator: 'company' } as const
  scene.add({ ...answer, at: answered, name: 'Ticket answered' })
  if (scene.random.chance(0.8))
    scene.add({ ...answer, at: answered + Math.floor(dayMs * 3 * scene.random.uniform()), name: 'Ticket solved' })
}
