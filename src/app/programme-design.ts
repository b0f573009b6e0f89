import { AppError } from '../core/error.ts'
import { shareOfClusters } from '../core/statistics/proportion.ts'
import { countOf } from '../map/format.ts'
import { deadlinePresence } from '../measures/deadline-presence.ts'
import { dayMs, type Population } from '../measures/measure.ts'
import { type CauseSums, causeSumsSql, overSpellsSql, untilOfStages } from '../measures/own-window.ts'
import { isLived } from '../measures/period.ts'
import { spellsSql } from '../measures/population-sql.ts'
import { type AudienceRow, entriesAYear, programmeAudience } from '../measures/programme-audience.ts'
import { reach } from '../measures/reach.ts'
import { stageSurvival } from '../measures/stage-survival.ts'
import { type IncidenceAtWindowRow, incidenceAtWindowSql } from '../measures/survival-sql.ts'
import type { Stage } from '../model/journey.ts'
import type { Consent } from '../model/programme.ts'
import type { Cited, ProgrammeDesign, SequenceDesign } from '../model/programme-design.ts'
import { ruleText } from '../model/rule-text.ts'
import { designDeadlineSequence } from '../programme/design-deadline.ts'
import type { DesignOptions } from '../programme/design-options.ts'
import { designSequence, figure, type SequenceFacts } from '../programme/design-sequence.ts'
import { enoughStays, fewShare } from '../programme/sequence-window.ts'
import type { EventStore } from '../store/event-store.ts'
import { ask } from './ask.ts'
import { frictionDesign } from './friction-design.ts'

/** What a design is made with: the options, with the consent as read. */
export type DesignQuestion = Omit<DesignOptions, 'consent'> & { consent: Consent }

/** Asks the store for all that rules R1 to R5 need, and designs the messages of each stage and persona. */
export async function programmeDesign(
  store: EventStore,
  population: Population,
  question: DesignQuestion,
): Promise<Pick<ProgrammeDesign, 'sequences' | 'friction' | 'notes'>> {
  if (isLived(population.filter))
    throw new AppError('usage', 'A design learns from stays followed from their entry on: leave the reading "lived" of the period out.')
  const { journey, filter } = population
  const personas = question.personas ? journey.personas.filter(({ rule, id }) => rule !== null && (filter.persona ?? id) === id) : []
  const audience = await ask(store, programmeAudience, population, { consent: question.consent })
  const sequences: SequenceDesign[] = []
  for (const persona of personas) {
    const own = { ...population, filter: { ...filter, persona: persona.id } }
    sequences.push(...(await sequencesOf(store, own, persona, audience, question, survivalOf(store, own, question))))
  }
  const served = (stage: string, persona: string) =>
    sequences.some((one) => one.stage === stage && one.persona === persona && one.slots.length > 0)
  const others = audience.filter(({ stage, persona }) => !served(journey.stages[stage - 1]?.id ?? '', persona))
  const survival = survivalOf(store, population, question)
  sequences.unshift(...(await sequencesOf(store, population, null, others, question, survival)))
  const place = (id: string) => journey.stages.findIndex((stage) => stage.id === id)
  const { friction, notes } = await frictionDesign(store, population, await survival, question.minGapDays)
  return { sequences: sequences.sort((a, b) => place(a.stage) - place(b.stage)), friction, notes: [...notesOf(question), ...notes] }
}

function survivalOf(store: EventStore, population: Population, { firstDay }: DesignQuestion) {
  return ask(store, stageSurvival, population, { firstMs: firstDay * dayMs, share: fewShare, atRisk: enoughStays })
}

async function sequencesOf(
  store: EventStore,
  population: Population,
  persona: { id: string; name: string } | null,
  audience: readonly AudienceRow[],
  question: DesignQuestion,
  asked: ReturnType<typeof survivalOf>,
): Promise<SequenceDesign[]> {
  const [survival, presence, reaches, yearly, conversion] = await Promise.all([
    asked,
    ask(store, deadlinePresence, population, null),
    ask(store, reach, population, null),
    ask(store, entriesAYear, population, null),
    conversions(store, population),
  ])
  return population.journey.stages.map((stage) => {
    const touchpoints = reaches.filter((found) => found.stage === stage.index && found.kind === 'touchpoint')
    const own = audience.filter((row) => row.stage === stage.index && (persona === null || row.persona === persona.id))
    const facts: SequenceFacts = {
      stage,
      persona,
      survival: survival.get(stage.index),
      touchpoints,
      audience: audienceOf(stage, own, question.consent, population.journey.subjectType),
      entriesAYear: yearly.get(stage.index) ?? 0,
      conversion: conversion.get(stage.index) ?? null,
      evidence: [],
      notes: stage.entry === null ? ['The stage is drawn, not measured: say which event brings someone here (J6).'] : [],
    }
    return stage.until === null
      ? designSequence(facts, question)
      : designDeadlineSequence(facts, stage.until, presence.get(stage.index), question)
  })
}

/** Whom the messages would go to now (rule R1). */
function audienceOf(stage: Stage, rows: readonly AudienceRow[], consent: Consent, subjectType: string): Cited<number> {
  const sum = (of: 'subjects' | 'people' | 'contacts') => rows.reduce((total, row) => total + row[of], 0)
  const active = subjectType === 'contact' ? '' : `, with ${countOf(sum('people'), 'contact')} active in it; one of them a day (R9)`
  return {
    value: sum('contacts'),
    sources: [
      figure('R1', `${countOf(sum('subjects'), subjectType)} in the stage now${active}.`, stage.id, 'stillIn', sum('subjects')),
      consentSource(consent),
    ],
  }
}

function consentSource(consent: Consent): Cited<number>['sources'][number] {
  if (consent.kind === 'rule') return { kind: 'definition', text: `Of these, those who may be written to: ${ruleText(consent.rule)}.` }
  if (consent.kind === 'assumed') return { kind: 'assumption', text: 'All of them are taken to have consented.', published: null }
  return { kind: 'assumption', text: 'Nobody said who consents, so that nobody may be written to.', published: null }
}

/** The share converted within the window, and how alike clusters are in it (rules M2, K7, M5), by stage. */
async function conversions(store: EventStore, population: Population): Promise<Map<number, { share: number; designEffect: number }>> {
  const { stages } = population.journey
  const windows = new Map(stages.flatMap(({ index, windowMs }) => (windowMs === null ? [] : [[index, windowMs] as const])))
  const untils = untilOfStages(population.journey)
  const spells = spellsSql(population)
  const [timed, over] = await Promise.all([
    store.rows<IncidenceAtWindowRow>(incidenceAtWindowSql(spells, windows)),
    untils.size === 0 ? [] : store.rows<CauseSums>(causeSumsSql(overSpellsSql(spells, untils, population.horizon))),
  ])
  const byTime = timed.filter(({ stage }) => windows.has(stage)).map((row) => [row.stage, incidenceEffect(row)] as const)
  const byDeadline = over
    .filter(({ cause, trials }) => cause === 1 && trials > 0)
    .map((sums) => [sums.stage, { share: sums.hits / sums.trials, designEffect: shareOfClusters(sums).designEffect }] as const)
  return new Map([...byTime, ...byDeadline])
}

function incidenceEffect({ n, incidence: [share], incidenceErrors: [error] }: IncidenceAtWindowRow): {
  share: number
  designEffect: number
} {
  const single = (share * (1 - share)) / n
  return { share, designEffect: single > 0 ? Math.max(1, error ** 2 / single) : 1 }
}

function notesOf({ consent, personas, minGapDays, filter }: DesignQuestion): string[] {
  return [
    `Leaving the stage ends its messages at once; across all programmes two messages to one person lie at least ${countOf(minGapDays, 'day')} apart, whatever the slots say (R6).`,
    ...(consent.kind === 'unknown' ? ['Nobody said who consents: name a property of the contacts, or say that all have.'] : []),
    ...(personas ? ['Personas with a sequence of their own get that one; all others that of everyone.'] : []),
    ...(filter.from !== undefined || filter.to !== undefined
      ? ['The period chooses the stays that the design learns from; who is in a stage now does not depend on it.']
      : []),
  ]
}
