import { Document, isCollection, visit } from 'yaml'
import { durationText } from './duration.ts'
import { dayText } from './local-day.ts'
import type { Consent, MessageContent, Programme, SendingLimits, Signal } from './programme.ts'
import { weekdayNames } from './programme-spec.ts'
import { writeRule } from './write-rule.ts'

/** Keys whose value stands on one line. */
const onOneLine = new Set(['consent', 'when', 'signal', 'sender', 'perPerson', 'weekdays'])
/** Keys of lists whose items stand on one line each. */
const itemsOnOneLine = new Set(['blackouts', 'sensitive', 'assets'])

/**
 * A programme as a YAML document that `parseProgramme` reads back to the same. What nobody said is left out; what was taken for it is written, so that it can be
 * seen and changed. `remarks`: comments above messages, by id.
 */
export function programmeYaml(programme: Programme, remarks: ReadonlyMap<string, string> = new Map()): string {
  const document = new Document(written(programme), { aliasDuplicateObjects: false })
  visit(document, {
    Map(_, node) {
      const remark = remarks.get(String(node.get('id')))
      if (remark !== undefined) node.commentBefore = ` ${remark.replaceAll(/\s+/g, ' ')}`
    },
    Pair(_, { key, value }) {
      const name = String(key)
      if (!isCollection(value)) return
      if (onOneLine.has(name)) value.flow = true
      if (itemsOnOneLine.has(name)) for (const item of value.items) if (isCollection(item)) item.flow = true
    },
  })
  return document.toString({ lineWidth: 0 })
}

function written(programme: Programme): object {
  const { sequences, friction, transactional, assets, zoneProperty, sender, unsubscribe } = programme
  const language = commonLanguage(programme)
  return {
    programme: programme.id,
    name: programme.name,
    journey: programme.journey,
    timeZone: programme.timeZone,
    ...(zoneProperty === null ? {} : { zoneProperty }),
    language,
    ...consent(programme.consent),
    holdout: `${Number((programme.holdout * 100).toPrecision(12))}%`,
    ...(programme.priority === 0 ? {} : { priority: programme.priority }),
    ...(sender === null
      ? {}
      : { sender: { name: sender.name, email: sender.email, ...(sender.replyTo === null ? {} : { replyTo: sender.replyTo }) } }),
    ...(unsubscribe === null ? {} : { unsubscribe }),
    limits: limits(programme.limits),
    ...filled('sequences', sequences, ({ stage, persona, messages }) => ({
      stage,
      ...(persona === null ? {} : { persona }),
      messages: messages.map((message) => ({ id: message.id, day: message.day, ...content(message, language) })),
    })),
    ...filled('friction', friction, (message) => ({
      id: message.id,
      stage: message.stage,
      signal: signal(message.signal),
      delay: durationText(message.delayMs),
      ...content(message, language),
    })),
    ...filled('transactional', transactional, (message) => ({
      id: message.id,
      when: writeRule(message.rule),
      ...content(message, language),
    })),
    ...filled('assets', assets, (asset) => ({
      id: asset.id,
      title: asset.title,
      ...(asset.stage === null ? {} : { stage: asset.stage }),
      ...(asset.question === null ? {} : { question: asset.question }),
      ...(asset.format === '' ? {} : { format: asset.format }),
      ...(asset.language === language ? {} : { language: asset.language }),
      ...(asset.url === '' ? {} : { url: asset.url }),
    })),
  }
}

function filled<Item>(key: string, items: readonly Item[], write: (item: Item) => object): object {
  return items.length === 0 ? {} : { [key]: items.map(write) }
}

function content({ id, name, question, leadsTo, asset, subjects, body, language }: MessageContent, common: string): object {
  return {
    ...(name === id ? {} : { name }),
    ...(question === null ? {} : { question }),
    ...(leadsTo === '' ? {} : { leadsTo }),
    ...(asset === null ? {} : { asset }),
    ...(subjects.length === 0 ? {} : { subjects: [...subjects] }),
    ...(body === '' ? {} : { body }),
    ...(language === common ? {} : { language }),
  }
}

function consent(given: Consent): object {
  if (given.kind === 'unknown') return {}
  return { consent: given.kind === 'assumed' ? { assumed: given.reason } : writeRule(given.rule) }
}

function signal(given: Signal): unknown {
  switch (given.kind) {
    case 'returned':
      return 'returned'
    case 'event':
      return { when: writeRule(given.rule) }
    case 'silence':
      return { silence: durationText(given.ms) }
    case 'longStay':
      return { longStay: durationText(given.ms) }
  }
}

function limits(given: SendingLimits): object {
  const { perPerson, weekdays, hours, country, blackouts, sensitive } = given
  return {
    minGap: `${given.minGapDays}d`,
    perSequence: given.perSequence,
    ...(perPerson === null ? {} : { perPerson: { messages: perPerson.messages, within: `${perPerson.days}d` } }),
    ...(weekdays.length === 7 ? {} : { weekdays: weekdays.map((day) => weekdayNames[day - 1]) }),
    hours: `${clock(hours.from)}-${clock(hours.to)}`,
    ...(country === null ? {} : { country }),
    ...filled('blackouts', blackouts, ({ name, from, to }) => ({ name, from: dayText(from), to: dayText(to) })),
    ...filled('sensitive', sensitive, ({ occasion, optOut, daysBefore }) => ({
      occasion,
      optOut,
      ...(daysBefore === 0 ? {} : { before: `${daysBefore}d` }),
    })),
    ...(given.oneAnAccountADay ? { oneAnAccountADay: true } : {}),
    ...(given.pauseOnOpenDeal ? { pauseOnOpenDeal: true } : {}),
  }
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** The language of most messages and assets; of several the first by name, of none en. */
function commonLanguage({ sequences, friction, transactional, assets }: Programme): string {
  const counts = new Map<string, number>()
  for (const { language } of [...sequences.flatMap(({ messages }) => messages), ...friction, ...transactional, ...assets])
    counts.set(language, (counts.get(language) ?? 0) + 1)
  return [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))[0]?.[0] ?? 'en'
}
