import { BpmnModdle } from 'bpmn-moddle'
import { Linter } from 'bpmnlint'
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js'
import ICAL from 'ical.js'
import mjml2html from 'mjml'
import { describe, expect, it } from 'vitest'
import { exportProgramme } from '../../export-programme.ts'
import { sampleJourney, sampleMessage, sampleProgramme } from '../../programme.test-support.ts'
import type { ExportFile } from '../target.ts'
import { neutralTarget } from './neutral-target.ts'

const date = { year: 2026, month: 3, day: 27 }
const journey = sampleJourney()
const packed = async (programme = sampleProgramme()) => exportProgramme({ programme, journey, design: null, target: neutralTarget, date })
const textOf = (files: readonly ExportFile[], path: string): string => {
  const content = files.find((file) => file.path === path)?.content
  if (typeof content !== 'string') throw new Error(`the pack has no text ${path}`)
  return content
}

/** What is wrong with a BPMN text: warnings of the parser and reports of bpmnlint's recommended rules, errors and warnings. */
async function bpmnFaults(xml: string): Promise<string[]> {
  const { rootElement, warnings } = await new BpmnModdle().fromXML(xml)
  const linter = new Linter({ config: { extends: 'bpmnlint:recommended' }, resolver: new NodeResolver() })
  const reports = await linter.lint(rootElement)
  const told = Object.entries(reports).flatMap(([rule, list]) => list.map(({ id, message }) => `${rule}: ${id}: ${message}`))
  return [...warnings.map(({ message }) => message), ...told]
}

/** The events of a calendar, read by another library than the one that writes it. */
function calendarOf(text: string): { summary: string; start: string; end: string }[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  return calendar.getAllSubcomponents('vevent').map((part) => {
    const { summary, startDate, endDate } = new ICAL.Event(part)
    return { summary, start: startDate.toString(), end: endDate.toString() }
  })
}

describe('the neutral pack', () => {
  it('has a file for each thing, the same bytes each time', async () => {
    const [first, second] = [await packed(), await packed()]
    expect(first.files.map(({ path }) => path)).toEqual([
      'README.md',
      'build-sheet.csv',
      'build-sheet.md',
      'calendar.ics',
      'export.json',
      ...['b1', 'c1', 'c2', 'c3', 'd1', 'f-back', 'f-event', 'f-long', 'f-silence', 'order'].flatMap((id) =>
        ['headers.txt', 'html', 'mjml', 'txt'].map((kind) => `messages/${id}.${kind}`),
      ),
      'programme.bpmn',
      'programme.mmd',
    ])
    expect(second).toEqual(first)
  })

  it('is BPMN without a fault, drawn', async () => {
    const xml = textOf((await packed()).files, 'programme.bpmn')
    expect(await bpmnFaults(xml)).toEqual([])
    const broken = xml.replace(/<bpmn:outgoing>flow_1<\/bpmn:outgoing>/, '').replace(/<bpmn:sequenceFlow id="flow_1" [^>]*\/>/, '')
    expect(await bpmnFaults(broken)).toEqual(expect.arrayContaining([expect.stringContaining('unresolved reference <flow_1>')]))
    const blind = xml.replace(/<bpmndi:BPMNShape id="flow1_start_di"[\s\S]*?<\/bpmndi:BPMNShape>/, '')
    expect(await bpmnFaults(blind)).toEqual([expect.stringContaining('no-bpmndi: flow1_start')])
    await expect(new BpmnModdle().fromXML(xml.replace('</bpmn:definitions>', ''))).rejects.toThrow('unexpected end of file')
  })

  it('has each message as strict MJML', async () => {
    const { files } = await packed()
    for (const { path, content } of files.filter((file) => file.path.endsWith('.mjml'))) {
      const { html } = await mjml2html(String(content), { validationLevel: 'strict', ignoreIncludes: true, keepComments: false })
      expect(textOf(files, path.replace('.mjml', '.html')), path).toBe(html)
    }
  })

  it('has a calendar that another program reads, in days wherever it is read', async () => {
    const { limits } = sampleProgramme()
    const { files } = await packed(sampleProgramme({ limits: { ...limits, country: null, sensitive: [] } }))
    const text = textOf(files, 'calendar.ics')
    expect(calendarOf(text)).toEqual([
      { summary: 'No messages: Stocktaking', start: '2026-01-02', end: '2026-01-06' },
      { summary: 'Day 5: Message c1', start: '2026-04-01', end: '2026-04-02' },
      { summary: 'Day 12: Message c2', start: '2026-04-08', end: '2026-04-09' },
      { summary: 'Day 21: Message c3', start: '2026-04-17', end: '2026-04-18' },
      { summary: 'Day 3: Message b1', start: '2026-03-30', end: '2026-03-31' },
      { summary: 'Day 1: Message d1', start: '2026-03-28', end: '2026-03-29' },
    ])
    expect(text.match(/DTSTAMP:\d{8}T\d{6}Z/g)?.every((stamp) => stamp === 'DTSTAMP:20260327T000000Z')).toBe(true)
    expect(() => calendarOf(text.replace('BEGIN:VEVENT', 'BEGIN VEVENT'))).toThrow()
  })

  it('shows public holidays and the days around sensitive occasions to come', async () => {
    const events = calendarOf(textOf((await packed()).files, 'calendar.ics'))
    expect(events).toContainEqual({ summary: 'No messages: Good Friday', start: '2026-04-03', end: '2026-04-04' })
    expect(events).toContainEqual({ summary: 'No messages: Easter Monday', start: '2027-03-29', end: '2027-03-30' })
    expect(events.filter(({ summary }) => summary.startsWith('Spare'))).toEqual([
      { summary: 'Spare those who asked: Mother’s Day', start: '2026-04-26', end: '2026-05-11' },
      { summary: 'Spare those who asked: Mother’s Day', start: '2027-04-25', end: '2027-05-10' },
    ])
    expect(events.some(({ start }) => start === '2026-01-01')).toBe(false)
  })

  it('counts back from the deadlines of a stage that has one', async () => {
    const deadline = { id: 'intake', name: 'Intake', dates: [], yearly: { month: 9, day: 1 }, timeZone: 'Europe/Berlin' }
    const [first, second] = journey.stages
    if (first === undefined || second === undefined) throw new Error('the sample has two stages')
    const timed = { ...journey, stages: [{ ...first, windowMs: null, until: { deadline, beforeDays: 1 } }, second] }
    const programme = sampleProgramme({ sequences: [{ stage: 'consider', persona: null, messages: [sampleMessage('late', -14)] }] })
    const { files } = await exportProgramme({ programme, journey: timed, design: null, target: neutralTarget, date })
    expect(calendarOf(textOf(files, 'calendar.ics')).slice(-2)).toEqual([
      { summary: '14 days before the deadline: Message late', start: '2026-08-17', end: '2026-08-18' },
      { summary: '14 days before the deadline: Message late', start: '2027-08-17', end: '2027-08-18' },
    ])
    expect(textOf(files, 'programme.bpmn')).toContain('windowEnd - duration("P14D")')
  })

  it('says what is lost: nothing, but nobody sends', async () => {
    const { losses, check, files, notes } = await packed()
    expect(losses.map(({ kind, where, text }) => [kind, where, text])).toEqual([
      ['byHand', null, 'The pack loses nothing of the programme, and it sends nothing: someone builds it in the tool that sends.'],
      ['byHand', 'd1', 'Nobody wrote this message yet: what is handed over is its brief.'],
    ])
    expect(check).toHaveLength(23)
    expect(check.every(({ does }) => does)).toBe(true)
    expect(notes.at(-1)).toContain('No tool was asked to import them')
    const readme = textOf(files, 'README.md')
    expect(readme).toContain('as of 2026-03-27')
    expect(readme).toContain('Not from 2026-01-02 to 2026-01-05 (Stocktaking).')
    expect(readme).toContain('Only from 09:00 to 17:00.')
  })

  it('says of the journey of an account which of its contacts are meant', async () => {
    const sheet = async (subjectType: string) => {
      const request = { programme: sampleProgramme(), journey: { ...journey, subjectType }, design: null, target: neutralTarget, date }
      return textOf((await exportProgramme(request)).files, 'build-sheet.md')
    }
    const said = 'Of each account, only those of its contacts who did something in the stage.'
    expect(await sheet('account')).toContain(said)
    expect(await sheet('contact')).not.toContain(said)
  })

  it('says what is missing in the programme itself', async () => {
    const { losses } = await packed(sampleProgramme({ sender: null, unsubscribe: null, consent: { kind: 'unknown' } }))
    expect(losses.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['Nobody said who sends.', 'There is no address to unsubscribe.', 'Nobody said who may be written to.']),
    )
  })

  it('takes names for text in every format', async () => {
    const name = '=1+1 | <b> "x" {{ y }} `z` #1'
    const programme = sampleProgramme({
      name,
      friction: [],
      transactional: [],
      sequences: [{ stage: 'consider', persona: null, messages: [sampleMessage('m', 2, { name, subjects: [] })] }],
    })
    const { files } = await packed(programme)
    expect(await bpmnFaults(textOf(files, 'programme.bpmn'))).toEqual([])
    expect(textOf(files, 'programme.mmd')).toContain('["Day 2: =1+1 | #lt;b#gt; #quot;x#quot; {{ y }} #96;z#96; #35;1"]')
    expect(textOf(files, 'build-sheet.csv')).toContain(`"'=1+1 | <b> ""x"" {{ y }} \`z\` #1"`)
    expect(textOf(files, 'build-sheet.md')).toContain(String.raw`=1+1 \| \<b\> "x" {{ y }} \`z\` \#1`)
    expect(calendarOf(textOf(files, 'calendar.ics')).at(-1)?.summary).toBe(`Day 2: ${name}`)
    expect(neutralTarget.readBack(files).messages[0]?.name).toBe(name)
  })

  it('has an export of a programme without a message, too', async () => {
    const { files, losses } = await packed(sampleProgramme({ sequences: [], friction: [], transactional: [] }))
    expect(textOf(files, 'build-sheet.md')).toContain('There is none.')
    expect(losses).toHaveLength(1)
  })
})
