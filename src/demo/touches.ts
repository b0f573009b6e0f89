import type { StageId } from './laws.ts'

/** The files of the demo, which are also its sources. */
export type SourceId = 'web' | 'email' | 'crm' | 'product' | 'support'

/** One kind of customer event, at one touchpoint. */
export interface Touch {
  source: SourceId
  name: string
  channel: string
  touchpoint: string
}

/** A touchpoint that a share `reach` of a stage's stays meets, independent of how the stay ends; `again` weighs how often it is met again. */
export interface PlannedTouch extends Touch {
  reach: number
  again: number
}

const touch = (source: SourceId, name: string, channel: string, touchpoint: string): Touch => ({ source, name, channel, touchpoint })
const planned = (kind: Touch, reach: number, again = 1): PlannedTouch => ({ ...kind, reach, again })
const page = (touchpoint: string): Touch => touch('web', 'Page viewed', 'web', touchpoint)
const mail = (touchpoint: string): Touch => touch('email', 'E-mail clicked', 'email', touchpoint)

export const blogArticle = touch('web', 'Article read', 'web', 'Blog article')
export const peerPost = touch('web', 'Post clicked', 'peer', 'Peer post')
export const searchAd = touch('web', 'Ad clicked', 'ads', 'Search ad')
export const socialPost = touch('web', 'Post clicked', 'social', 'Company post')
export const pricingPage = page('Pricing page')
export const productTour = page('Product tour')
export const comparisonPage = page('Comparison page')
export const demoRequest = touch('web', 'Demo requested', 'web', 'Demo form')
export const trialStart = touch('product', 'Trial started', 'product', 'Trial sign-up')
export const demoCall = touch('crm', 'Demo held', 'call', 'Demo call')
export const importWizard = touch('product', 'Import run', 'product', 'Import wizard')
export const training = touch('crm', 'Training attended', 'event', 'Training session')
export const unsubscribe = touch('email', 'Unsubscribed', 'email', 'Preference page')
export const advocacyOpeners: readonly Touch[] = [
  touch('crm', 'Reference agreed', 'call', 'Reference call'),
  touch('web', 'Review published', 'peer', 'Review site'),
  touch('web', 'Referral made', 'peer', 'Referral form'),
]

/** What a stage's stays touch: `days` is the time from entry within which each planned touch first happens (or until the activity ends). */
export interface StageTouches {
  days: number
  planned: readonly PlannedTouch[]
  /** Events without a planted share; they keep a stay alive. */
  neutral: readonly Touch[]
  /** Mean days between sessions, and mean events of a session. */
  sessionGapDays: number
  sessionEvents: number
  /** Days between e-mails the company sends, and their name. */
  mailEveryDays: number
  campaign: string
}

/** Every touchpoint with a planted share, by stage. Those that deviations shape have touches of their own in `stay-events.ts`. */
export const stageTouches: Record<StageId, StageTouches> = {
  awareness: {
    days: 6,
    planned: [
      planned(blogArticle, 0.71, 3),
      planned(peerPost, 0.38),
      planned(searchAd, 0.22),
      planned(touch('web', 'Webinar attended', 'event', 'Webinar'), 0.09, 0),
      planned(mail('Newsletter'), 0.27),
    ],
    neutral: [page('Home page'), page('Blog overview'), touch('web', 'Site searched', 'web', 'Site search')],
    sessionGapDays: 5.5,
    sessionEvents: 2.6,
    mailEveryDays: 14,
    campaign: 'Newsletter',
  },
  consideration: {
    days: 10,
    planned: [
      planned(mail('Nurture e-mail'), 0.57, 2),
      planned(page('Security page'), 0.46),
      planned(page('Integration guide'), 0.38),
      planned(touch('web', 'Case study downloaded', 'web', 'Case study'), 0.34),
      planned(touch('support', 'Chat started', 'support', 'Chat with sales'), 0.12, 0),
    ],
    neutral: [productTour, comparisonPage, page('Home page'), page('Feature page'), touch('web', 'Site searched', 'web', 'Site search')],
    sessionGapDays: 2.6,
    sessionEvents: 2.7,
    mailEveryDays: 9,
    campaign: 'Nurture series',
  },
  evaluation: {
    days: 7,
    planned: [
      planned(touch('product', 'Trial used', 'product', 'Trial workspace'), 0.69, 5),
      planned(touch('support', 'Ticket opened', 'support', 'First ticket'), 0.33, 0),
      planned(touch('web', 'Document opened', 'web', 'Security questionnaire'), 0.25),
      planned(mail('Proposal'), 0.44),
    ],
    neutral: [page('Documentation'), page('Feature page'), page('Plans and terms')],
    sessionGapDays: 3,
    sessionEvents: 2.6,
    mailEveryDays: 14,
    campaign: 'Trial series',
  },
  onboarding: {
    days: 14,
    planned: [
      planned(touch('web', 'Help article read', 'support', 'Help centre'), 0.64, 2),
      planned(mail('Setup series'), 0.51),
      planned(touch('crm', 'Call held', 'call', 'Setup call'), 0.47, 0),
    ],
    neutral: [
      touch('product', 'Checklist opened', 'product', 'Setup checklist'),
      touch('product', 'Settings changed', 'product', 'Settings'),
    ],
    sessionGapDays: 2.6,
    sessionEvents: 2.6,
    mailEveryDays: 18,
    campaign: 'Setup series',
  },
  'value-renewal': {
    days: 60,
    planned: [
      planned(touch('product', 'Dashboard viewed', 'product', 'Dashboard'), 0.88, 6),
      planned(touch('crm', 'Review held', 'call', 'Quarterly review'), 0.6, 0.2),
      planned(touch('crm', 'Call held', 'call', 'Renewal call'), 0.47, 0),
      planned(touch('support', 'Ticket opened', 'support', 'Support ticket'), 0.41, 0.3),
    ],
    neutral: [touch('product', 'Workspace opened', 'product', 'Workspace'), touch('product', 'Report shared', 'product', 'Reports')],
    sessionGapDays: 5,
    sessionEvents: 2.4,
    mailEveryDays: 45,
    campaign: 'Customer letter',
  },
  advocacy: {
    days: 60,
    planned: [
      planned(touch('crm', 'User day attended', 'event', 'User day'), 0.22, 0),
      planned(touch('web', 'Recommendation given', 'peer', 'Recommendation'), 0.14, 0),
      planned(touch('web', 'Forum post read', 'peer', 'Community forum'), 0.5, 2),
    ],
    neutral: [touch('product', 'Workspace opened', 'product', 'Workspace'), touch('product', 'Report shared', 'product', 'Reports')],
    sessionGapDays: 5,
    sessionEvents: 2.4,
    mailEveryDays: 45,
    campaign: 'Customer letter',
  },
}

/** Planted deviations, as shares of the stays of their stage. */
export const deviationShares = {
  /** Awareness: the pricing page is opened before any article (or with none). */
  pricingBeforeArticle: 0.41,
  /** Awareness: of the other stays with an article, the share that opens pricing after it. */
  pricingAfterArticle: 0.3,
  /** Consideration: the pricing page is opened at all, and four times or more. */
  pricingReached: 0.83,
  pricingFourTimes: 0.29,
  /** Evaluation: a demo is held at all, and later than five days after entry. */
  demoHeld: 0.74,
  demoLate: 0.23,
  /** Onboarding: import and training reached, and training before import. */
  importReached: 0.92,
  trainingReached: 0.6,
  trainingFirst: 0.18,
} as const

/** Why sales refuses a lead, with weights that add to 1. */
export const rejectReasons = [
  ['No budget this year', 0.34],
  ['Too small for the product', 0.27],
  ['Not the right person', 0.22],
  ['Student or competitor', 0.17],
] as const

/** Why a deal is lost, with weights that add to 1. */
export const lossReasons = [
  ['Chose another product', 0.38],
  ['Decision put off', 0.33],
  ['Missing integration', 0.29],
] as const
