import type { RuleSpec, SubjectRuleSpec } from './rule-spec.ts'

/** Whom a campaign was for (rule K2), as people write it: everyone, personas, those whose properties meet a rule, or those reached by an event. */
export type AudienceSpec = 'everyone' | { persona: string | string[] } | { reached: RuleSpec } | SubjectRuleSpec

/** What a campaign cost; `currency` as in "EUR". */
export interface CampaignCost {
  amount: number
  currency: string
}

/** A campaign (rule K1). `from` and `to` are local days of `timeZone`, like 2026-03-31, `to` included. Empty texts: not said. */
export interface Campaign {
  id: string
  name: string
  from: string
  to: string
  timeZone: string
  audience: AudienceSpec
  channel: string
  cost: CampaignCost | null
  note: string
}

/** One part of a campaign that another version has otherwise. */
export interface CampaignChange {
  part: string
  before: string
  after: string
}

/** What keeping campaigns did: ids that are new, that changed, that stayed the same; and what a reader should look at. */
export interface CampaignsKept {
  added: string[]
  replaced: { id: string; changes: CampaignChange[] }[]
  unchanged: string[]
  cautions: string[]
}
