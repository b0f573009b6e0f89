import { caution, checkDuration, checkRule, checkSubjectRule, error } from './check-rule.ts'
import { checkDay, checkZone } from './deadline-findings.ts'
import { type DocumentPath, pathText, valueText } from './document-path.ts'
import { dayMs, parseDuration } from './duration.ts'
import type { JourneyFinding } from './journey-finding.ts'
import { checkLiquid, holdsLiquid } from './liquid-findings.ts'
import { nearText } from './near-match.ts'
import { shareOf, textsOf } from './normalise-journey.ts'
import { programmeDefaults } from './normalise-programme.ts'
import { occasionIds } from './occasions.ts'
import { type ContentSpec, minutesOf, type ProgrammeSpec, type SignalSpec } from './programme-spec.ts'
import { repeatedIds } from './repeated-ids.ts'

/** A message of any kind in a document, with its place. */
interface PlacedMessage {
  message: ContentSpec
  path: DocumentPath
}

/** Errors and cautions of a programme that its schema lets through, and all that was taken where nobody said. No error: `normaliseProgramme` may be called. */
export function checkProgrammeSpec(spec: ProgrammeSpec): JourneyFinding[] {
  return [checkWhole, checkLimits, checkSequences, checkFriction, checkTransactional, checkContents, taken].flatMap((check) => check(spec))
}

/** Every message of a document: of sequences, then friction, then transactional. */
function messagesIn({ sequences = [], friction = [], transactional = [] }: ProgrammeSpec): PlacedMessage[] {
  return [
    ...sequences.flatMap(({ messages }, i) => messages.map((message, j) => ({ message, path: ['sequences', i, 'messages', j] }))),
    ...friction.map((message, i) => ({ message, path: ['friction', i] })),
    ...transactional.map((message, i) => ({ message, path: ['transactional', i] })),
  ]
}

function checkWhole({ timeZone, consent, holdout, sender, name }: ProgrammeSpec): JourneyFinding[] {
  const share = shareOf(holdout)
  const wrongShare = share !== null && (share < 0 || share >= 1)
  return [
    ...(timeZone === undefined ? [] : checkZone(timeZone, ['timeZone'])),
    ...(consent === undefined || 'assumed' in consent ? [] : checkSubjectRule(consent, ['consent'])),
    ...(wrongShare ? [error(['holdout'], `${valueText(holdout)} is not allowed here: the holdout goes from 0% to less than 100%.`)] : []),
    ...literal(name, ['name']),
    ...literal(sender?.name, ['sender', 'name']),
  ]
}

function checkLimits({ limits = {} }: ProgrammeSpec): JourneyFinding[] {
  const { minGap, perPerson, hours, blackouts = [], sensitive = [] } = limits
  const path: DocumentPath = ['limits']
  const span = hours === undefined ? null : minutesOf(hours)
  const noSpan = span !== null && (span.from >= span.to || span.to > 1440)
  return [
    ...days(minGap, [...path, 'minGap'], 0),
    ...days(perPerson?.within, [...path, 'perPerson', 'within'], 1),
    ...(noSpan
      ? [error([...path, 'hours'], `${valueText(hours)} leaves no time of the day: the first hour must be before the last, at most 24:00.`)]
      : []),
    ...blackouts.flatMap(({ from, to }, i) => checkBlackout(from, to, [...path, 'blackouts', i])),
    ...sensitive.flatMap(({ occasion, before }, i) => [
      ...checkOccasion(occasion, [...path, 'sensitive', i, 'occasion']),
      ...days(before, [...path, 'sensitive', i, 'before'], 0),
    ]),
    ...checkCaps(limits),
  ]
}

function checkOccasion(id: string, path: DocumentPath): JourneyFinding[] {
  if (occasionIds.includes(id)) return []
  return [error(path, `${valueText(id)} is no occasion. Occasions: ${occasionIds.join(', ')}.${nearText(id, occasionIds)}`)]
}

function checkBlackout(from: string, to: string, path: DocumentPath): JourneyFinding[] {
  const wrong = [...checkDay(from, from, [...path, 'from']), ...checkDay(to, to, [...path, 'to'])]
  if (wrong.length > 0 || from <= to) return wrong
  return [error([...path, 'to'], `The last day, ${to}, is before the first, ${from}.`)]
}

/** Two caps of which one can never count: both hold, the narrower one wins, and it is said which that is (rule R6). */
function checkCaps({ minGap, perPerson }: NonNullable<ProgrammeSpec['limits']>): JourneyFinding[] {
  if (perPerson === undefined) return []
  const gap = minGap === undefined ? programmeDefaults.minGapDays : Math.round((parseDuration(minGap) ?? 0) / dayMs)
  const within = Math.round((parseDuration(perPerson.within) ?? 0) / dayMs)
  const fitting = gap === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil(within / gap))
  if (fitting >= perPerson.messages) return []
  return [
    caution(
      ['limits', 'perPerson'],
      `A gap of ${gap} days leaves room for ${fitting} in ${within} days, so the cap of ${perPerson.messages} never counts and the gap wins: make the gap shorter, or take the cap out.`,
    ),
  ]
}

function days(text: string | undefined, path: DocumentPath, least: 0 | 1): JourneyFinding[] {
  if (text === undefined) return []
  const ms = parseDuration(text)
  if (ms === 0 && least === 0) return []
  const wrong = checkDuration(text, path)
  if (wrong.length > 0) return wrong
  return (ms ?? 0) % dayMs === 0 ? [] : [error(path, `${valueText(text)} is not whole days: write e.g. 7d or 2w.`)]
}

function checkSequences({ sequences = [] }: ProgrammeSpec): JourneyFinding[] {
  return sequences.flatMap(({ stage, persona, messages }, i) => {
    const first = sequences.findIndex((other) => other.stage === stage && other.persona === persona)
    const whose = persona === undefined ? '' : ` and persona ${valueText(persona)}`
    const twice =
      first === i
        ? []
        : [
            error(
              ['sequences', i],
              `Stage ${valueText(stage)}${whose} has a sequence already, ${pathText(['sequences', first])}: join the two.`,
            ),
          ]
    const order = messages.flatMap(({ day }, j) => {
      const before = messages[j - 1]?.day
      if (before === undefined || day > before) return []
      return [
        error(
          ['sequences', i, 'messages', j, 'day'],
          `Day ${day} does not come after day ${before} of the message before: write messages in the order of their days.`,
        ),
      ]
    })
    return [...twice, ...order]
  })
}

function checkFriction({ friction = [] }: ProgrammeSpec): JourneyFinding[] {
  return friction.flatMap(({ signal, delay }, i) => {
    const path: DocumentPath = ['friction', i]
    const atOnce = parseDuration(delay) === 0
    return [...checkSignal(signal, [...path, 'signal']), ...(atOnce ? [] : checkDuration(delay, [...path, 'delay']))]
  })
}

function checkSignal(signal: SignalSpec, path: DocumentPath): JourneyFinding[] {
  if (signal === 'returned') return []
  if ('when' in signal) return checkRule(signal.when, [...path, 'when'])
  return 'silence' in signal ? checkDuration(signal.silence, [...path, 'silence']) : checkDuration(signal.longStay, [...path, 'longStay'])
}

function checkTransactional({ transactional = [] }: ProgrammeSpec): JourneyFinding[] {
  return transactional.flatMap(({ when }, i) => checkRule(when, ['transactional', i, 'when']))
}

function checkContents(spec: ProgrammeSpec): JourneyFinding[] {
  const messages = messagesIn(spec)
  const { assets = [] } = spec
  const ids = assets.map(({ id }) => id)
  const repeated = messages.flatMap(({ message, path }, i) => {
    const first = messages.findIndex((other) => other.message.id === message.id)
    const before = messages[first]
    if (first === i || before === undefined) return []
    return [
      error(
        [...path, 'id'],
        `${valueText(message.id)} is already the id of ${pathText(before.path)}: ids must differ in the whole programme.`,
      ),
    ]
  })
  return [
    ...repeated,
    ...repeatedIds(assets, ['assets']),
    ...messages.flatMap(({ message, path }) => checkContent(message, path, ids)),
    ...assets.flatMap(({ title }, i) => literal(title, ['assets', i, 'title'])),
  ]
}

function checkContent(
  { name, question, leadsTo, asset, subjects, body }: ContentSpec,
  path: DocumentPath,
  assets: readonly string[],
): JourneyFinding[] {
  const all = assets.length === 0 ? 'The programme has no assets yet: add it under assets.' : `Assets: ${assets.join(', ')}.`
  const unknown =
    asset === undefined || assets.includes(asset)
      ? []
      : [error([...path, 'asset'], `${valueText(asset)} is no asset. ${all}${nearText(asset, assets)}`)]
  return [
    ...unknown,
    ...textsOf(subjects).flatMap((subject, i) =>
      checkLiquid(subject, Array.isArray(subjects) ? [...path, 'subjects', i] : [...path, 'subjects']),
    ),
    ...checkLiquid(body ?? '', [...path, 'body']),
    ...literal(name, [...path, 'name']),
    ...literal(question, [...path, 'question']),
    ...literal(leadsTo, [...path, 'leadsTo']),
  ]
}

/** A text that is data: braces in it are shown as they are, and it is said so. */
function literal(text: string | undefined, path: DocumentPath): JourneyFinding[] {
  if (text === undefined || !holdsLiquid(text)) return []
  return [
    caution(
      path,
      `${valueText(text)} holds braces: here they are shown as they stand and never read as Liquid, which is read in subjects and body alone.`,
    ),
  ]
}

/** What was taken where nobody said. */
function taken({ timeZone, language, holdout, limits = {} }: ProgrammeSpec): JourneyFinding[] {
  const said = (value: unknown, path: DocumentPath, what: string) => (value === undefined ? [caution(path, `Nobody said ${what}`)] : [])
  return [
    ...said(timeZone, ['timeZone'], 'where its days and hours are lived: UTC is taken.'),
    ...said(language, ['language'], 'the language: en is taken where a message or asset names none.'),
    ...said(holdout, ['holdout'], 'what share is kept without messages: 10% is taken (rule R1).'),
    ...said(limits.minGap, ['limits', 'minGap'], 'the least gap between two messages: 7 days are taken.'),
    ...said(
      limits.perSequence,
      ['limits', 'perSequence'],
      'the most messages of a sequence: 8 is taken, the mean of published sequences (GetResponse 2013).',
    ),
    ...said(limits.hours, ['limits', 'hours'], 'at which hours mail may leave: any is allowed.'),
  ]
}
