import { dayMs, parseDuration } from './duration.ts'
import { parseDay } from './local-day.ts'
import { nameOf, shareOf, textsOf } from './normalise-journey.ts'
import { normaliseRule } from './normalise-rule.ts'
import type { Asset, Blackout, Consent, MessageContent, Programme, SendingLimits, Signal, Weekday } from './programme.ts'
import { type ContentSpec, minutesOf, type ProgrammeSpec, type SignalSpec, weekdayNames } from './programme-spec.ts'

/** What is taken where nobody said, each of which `checkProgrammeSpec` names. The cap is the mean length of sequences of a published study (GetResponse 2013). */
export const programmeDefaults = { timeZone: 'UTC', language: 'en', holdout: 0.1, minGapDays: 7, perSequence: 8 } as const

/** The total form of a programme that has passed `checkProgrammeSpec`. Names left out are made from ids. */
export function normaliseProgramme(spec: ProgrammeSpec): Programme {
  const language = spec.language ?? programmeDefaults.language
  return {
    id: spec.programme,
    name: spec.name ?? nameOf(spec.programme),
    journey: spec.journey,
    timeZone: spec.timeZone ?? programmeDefaults.timeZone,
    zoneProperty: spec.zoneProperty ?? null,
    consent: normaliseConsent(spec.consent),
    holdout: shareOf(spec.holdout) ?? programmeDefaults.holdout,
    priority: spec.priority ?? 0,
    sender: spec.sender === undefined ? null : { ...spec.sender, replyTo: spec.sender.replyTo ?? null },
    unsubscribe: spec.unsubscribe ?? null,
    limits: normaliseLimits(spec.limits ?? {}),
    sequences: (spec.sequences ?? []).map(({ stage, persona, messages }) => ({
      stage,
      persona: persona ?? null,
      messages: messages.map(({ day, ...written }) => ({ ...normaliseContent(written, language), day })),
    })),
    friction: (spec.friction ?? []).map(({ stage, signal, delay, ...written }) => ({
      ...normaliseContent(written, language),
      stage,
      signal: normaliseSignal(signal),
      delayMs: parseDuration(delay) ?? 0,
    })),
    transactional: (spec.transactional ?? []).map(({ when, ...written }) => ({
      ...normaliseContent(written, language),
      rule: normaliseRule(when),
    })),
    assets: (spec.assets ?? []).map(
      (asset): Asset => ({
        id: asset.id,
        title: asset.title,
        stage: asset.stage ?? null,
        question: asset.question ?? null,
        format: asset.format ?? '',
        language: asset.language ?? language,
        url: asset.url ?? '',
      }),
    ),
  }
}

function normaliseContent(spec: ContentSpec, language: string): MessageContent {
  return {
    id: spec.id,
    name: spec.name ?? nameOf(spec.id),
    question: spec.question ?? null,
    leadsTo: spec.leadsTo ?? '',
    asset: spec.asset ?? null,
    subjects: textsOf(spec.subjects),
    body: spec.body ?? '',
    language: spec.language ?? language,
  }
}

function normaliseConsent(spec: ProgrammeSpec['consent']): Consent {
  if (spec === undefined) return { kind: 'unknown' }
  return 'assumed' in spec ? { kind: 'assumed', reason: spec.assumed } : { kind: 'rule', rule: normaliseRule(spec) }
}

function normaliseSignal(spec: SignalSpec): Signal {
  if (spec === 'returned') return { kind: 'returned' }
  if ('when' in spec) return { kind: 'event', rule: normaliseRule(spec.when) }
  return 'silence' in spec
    ? { kind: 'silence', ms: parseDuration(spec.silence) ?? 0 }
    : { kind: 'longStay', ms: parseDuration(spec.longStay) ?? 0 }
}

function normaliseLimits(spec: NonNullable<ProgrammeSpec['limits']>): SendingLimits {
  return {
    minGapDays: spec.minGap === undefined ? programmeDefaults.minGapDays : wholeDays(spec.minGap),
    perSequence: spec.perSequence ?? programmeDefaults.perSequence,
    perPerson: spec.perPerson === undefined ? null : { messages: spec.perPerson.messages, days: wholeDays(spec.perPerson.within) },
    weekdays: (spec.weekdays === undefined ? [...weekdayNames] : weekdayNames.filter((name) => spec.weekdays?.includes(name))).map(
      (name) => (weekdayNames.indexOf(name) + 1) as Weekday,
    ),
    hours: minutesOf(spec.hours ?? '00:00-24:00'),
    country: spec.country ?? null,
    blackouts: (spec.blackouts ?? []).flatMap(({ name, from, to }): Blackout[] => {
      const [first, last] = [parseDay(from), parseDay(to)]
      return first === null || last === null ? [] : [{ name, from: first, to: last }]
    }),
    sensitive: (spec.sensitive ?? []).map(({ occasion, optOut, before }) => ({
      occasion,
      optOut,
      daysBefore: before === undefined ? 0 : wholeDays(before),
    })),
    oneAnAccountADay: spec.oneAnAccountADay ?? false,
    pauseOnOpenDeal: spec.pauseOnOpenDeal ?? false,
  }
}

function wholeDays(duration: string): number {
  return Math.round((parseDuration(duration) ?? 0) / dayMs)
}
