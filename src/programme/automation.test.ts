import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { automationPlan } from './automation.ts'
import { automationMarkdown, automationMermaid } from './automation-document.ts'
import { automationSvg } from './automation-svg.ts'
import { sampleJourney, sampleMessage, sampleProgramme } from './programme.test-support.ts'

const journey = sampleJourney()
const nurture = { programme: sampleProgramme(), journey, paused: null }
const autumn = {
  programme: sampleProgramme({
    id: 'autumn',
    name: 'Autumn <offer> & "more"',
    priority: 9,
    consent: { kind: 'unknown' },
    sequences: [
      { stage: 'decide', persona: null, messages: [sampleMessage('a1', 4, { body: 'Hi {{ contact.nick }} of {{ account.name }}' })] },
    ],
    friction: [],
    transactional: [],
  }),
  journey,
  paused: 'the shop is closed',
}
const date = { year: 2026, month: 3, day: 27 }

describe('all programmes on one page', () => {
  it('go by priority, with who can be in which', () => {
    const { rows } = automationPlan([nurture, autumn])
    expect(rows.map(({ id, priority, messages, who }) => ({ id, priority, messages, who }))).toEqual([
      { id: 'autumn', priority: 9, messages: 1, who: ['Decision: everyone without a sequence of their own'] },
      {
        id: 'nurture',
        priority: 5,
        messages: 10,
        who: [
          'Consideration: everyone without a sequence of their own',
          'Consideration: Buyer',
          'Decision: everyone without a sequence of their own',
          'Consideration: those who stumble',
          'Whoever an event owes "Order confirmation"',
        ],
      },
    ])
  })

  it('say where one person can be in two, and which goes first', () => {
    expect(automationPlan([nurture, autumn]).overlaps).toEqual([
      { stage: 'Decision', journey: 'Sales', programmes: ['autumn', 'nurture'], first: 'autumn' },
    ])
    const same = { ...autumn, programme: { ...autumn.programme, priority: 5 } }
    expect(automationPlan([nurture, same]).overlaps[0]?.first).toBeNull()
    expect(automationPlan([nurture]).overlaps).toEqual([])
  })

  it('name caps, suppression, data and systems', () => {
    const [row] = automationPlan([nurture]).rows
    expect(row?.caps).toEqual([
      'At least 7 days between two messages to one person.',
      'At most 5 messages of one sequence.',
      'At most 2 messages to one person in 7 days, across all programmes.',
    ])
    expect(row?.suppression).toContain('Only those may be written to: email consent is yes.')
    expect(row?.suppression).toContain('10 % are kept without messages, chosen by hash, so that the effect can be told.')
    expect(row?.suppression).toContain('Not while a deal of the account is open: sales is told instead.')
    expect(row?.data).toEqual([
      ...['event consider_entered', 'event decide_entered', 'event order_placed', 'event payment_failed'],
      ...['property email_consent', 'property first_name', 'property no_mothers_day', 'property zone'],
      ...['the account of each contact', 'deals and whether they are open'],
    ])
    expect(row?.systems).toEqual([
      'Desirepath: who is in which stage, and since when',
      'The tool that sends, as ada@example.org',
      'example.org: takes those who unsubscribe',
      'CRM: open deals, and the task that tells sales',
      'The shop or the product: events that owe a message',
    ])
    expect(automationPlan([autumn]).rows[0]?.data).toEqual(expect.arrayContaining(['property account.name', 'property nick']))
  })

  it('say what does not fit together', () => {
    const { limits } = autumn.programme
    const other = { ...autumn, programme: { ...autumn.programme, limits: { ...limits, perPerson: null } }, journey: null }
    expect(automationPlan([nurture, other]).notes).toEqual([
      'The programmes have different caps across programmes: for each message those of its own programme hold.',
      'The journey "sales" of the programme "autumn" is not there.',
    ])
    expect(automationPlan([]).notes).toEqual(['There is no programme yet.'])
  })

  it('are a document with the picture in it', () => {
    const plan = automationPlan([nurture, autumn])
    const text = automationMarkdown(plan, date)
    expect(text).toContain('As of 2026-03-27.')
    expect(text).toContain(
      String.raw`| Autumn \<offer\> & "more" | Sales | 9 | 1 | Decision: everyone without a sequence of their own | paused: the shop is closed |`,
    )
    expect(text).toContain('| Sales | Decision | autumn, nurture | autumn |')
    expect(text).toContain(`\`\`\`mermaid\n${automationMermaid(plan)}\`\`\``)
    expect(automationMermaid(plan)).toContain('p0["Autumn #lt;offer#gt; & #quot;more#quot; (priority 9, paused)"]')
    expect(automationMermaid(plan)).toContain('w0 --> p0')
  })

  it('are a picture that is XML, with every box and line', () => {
    const read = (text: string) => {
      const elements: string[] = []
      const parser = new SaxesParser()
      parser.on('opentag', ({ name }) => elements.push(name))
      parser.on('error', (error) => {
        throw error
      })
      parser.write(text).close()
      return (wanted: string) => elements.filter((name) => name === wanted).length
    }
    const svg = automationSvg(automationPlan([nurture, autumn]))
    const count = read(svg)
    // Nurture: five kinds of people and five systems; autumn: one, which nurture has, too, and four systems, all of nurture's.
    expect({ boxes: count('g'), lines: count('path') }).toEqual({ boxes: 5 + 2 + 5, lines: 10 + 5 })
    expect(svg).toContain('role="img"')
    expect(read(automationSvg(automationPlan([])))('g')).toBe(0)
    expect(() => read(svg.replace('</g>', ''))).toThrow()
  })
})
