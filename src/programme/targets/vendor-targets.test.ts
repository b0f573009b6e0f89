import { describe, expect, it } from 'vitest'
import { exportDifferences } from '../export-differences.ts'
import { exportProgramme } from '../export-programme.ts'
import { sampleJourney, sampleMessage, sampleProgramme } from '../programme.test-support.ts'
import { fieldName, messageField } from './contact-field.ts'
import { stableUuid } from './stable-uuid.ts'
import type { ExportFile } from './target.ts'
import { targetNamed } from './target-registry.ts'

const programme = sampleProgramme()
const exported = (id: string, of = programme) =>
  exportProgramme({
    programme: of,
    journey: sampleJourney(),
    design: null,
    target: targetNamed(id),
    date: { year: 2026, month: 3, day: 27 },
  })

const textOf = (files: readonly ExportFile[], path: string): string => {
  const content = files.find((file) => file.path === path)?.content
  if (typeof content !== 'string') throw new Error(`the export has no text ${path}`)
  return content
}

/** Files in which each text is changed. */
const changed = (files: readonly ExportFile[], change: (text: string) => string): ExportFile[] =>
  files.map(({ path, content }) => ({ path, content: typeof content === 'string' ? change(content) : content }))

describe.each(['hubspot', 'klaviyo', 'mautic', 'dittofeed', 'resend'])('what is exported for %s', (id) => {
  it('has the same bytes each time, and reads back as the programme', async () => {
    const [first, second] = [await exported(id), await exported(id)]
    expect(second).toEqual(first)
    const read = targetNamed(id).readBack(first.files)
    expect(read.notes).toEqual([])
    expect(exportDifferences(programme, read).map(({ text }) => text)).toEqual([])
  })

  it('says of each part what is done, and how what is not done is made up for', async () => {
    const { check, losses, notes } = await exported(id)
    expect(check.length).toBeGreaterThan(15)
    for (const { text } of check) expect(text).toMatch(/^[A-Z].*\.$/s)
    for (const { text, wayOut } of losses) expect([text, wayOut]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)])
    const undone = check.filter(({ does }) => !does).map(({ part }) => part)
    expect(undone.length).toBeGreaterThan(5)
    expect(losses.map(({ part }) => part)).toEqual(expect.arrayContaining(undone))
    expect(notes.join(' ')).toMatch(/[Rr]ecalled and not verified/)
    expect(notes.join(' ')).toContain('Nothing here was tried against a live account')
  })

  it('leaves out what counts back from a deadline, and says so', async () => {
    const [first, ...rest] = programme.sequences
    if (first === undefined) throw new Error('the sample has sequences')
    const back = { ...programme, sequences: [{ ...first, messages: [...first.messages, sampleMessage('late', -14)] }, ...rest] }
    const { files, losses } = await exported(id, back)
    expect(losses).toContainEqual(
      expect.objectContaining({ where: 'late', kind: 'lost', text: expect.stringContaining('14 days before a deadline') }),
    )
    expect(exportDifferences(back, targetNamed(id).readBack(files)).map(({ text }) => text)).toEqual(['"late" is only in the programme.'])
  })

  it('names what a message asks that the tool is not told', async () => {
    const [first, ...rest] = programme.sequences
    if (first === undefined) throw new Error('the sample has sequences')
    const asking = {
      ...programme,
      sequences: [{ ...first, messages: [sampleMessage('c1', 5, { body: 'To {{ account.name }}.' })] }, ...rest],
    }
    const told = (await exported(id, asking)).losses.filter(({ where }) => where === 'c1').map(({ text }) => text)
    expect(told).toEqual([expect.stringContaining('account.name')])
  })

  it('refuses files that are no such export', () => {
    expect(() => targetNamed(id).readBack([{ path: 'letter.txt', content: 'Hello' }])).toThrow(/There is no file/)
  })

  it('says where somebody is to write what only Liquid can', async () => {
    const [first, ...rest] = programme.sequences
    if (first === undefined) throw new Error('the sample has sequences')
    const body = 'Hello {% if contact.vip %}dear{% endif %} {{ contact.first_name }}.'
    const choosing = { ...programme, sequences: [{ ...first, messages: [sampleMessage('c1', 5, { body })] }, ...rest] }
    const told = (await exported(id, choosing)).losses.filter(({ where }) => where === 'c1').map(({ text }) => text)
    expect(told).toEqual(id === 'dittofeed' ? [] : [expect.stringContaining('{% if contact.vip %}')])
  })
})

describe('an export that was changed', () => {
  it.each([
    ['hubspot', '"delta": "7200"', '"delta": "8640"', '"c1": day is 5 in the programme, 6 in the export'],
    ['klaviyo', '"value": 5', '"value": 6', '"c1": day is 5 in the programme, 6 in the export'],
    ['dittofeed', '"offsetSeconds": 432000', '"offsetSeconds": 518400', '"c1": day is 5 in the programme, 6 in the export'],
    ['resend', '"timeout": "5 days"', '"timeout": "6 days"', '"c1": day is 5 in the programme, 6 in the export'],
  ])('for %s shows the day that was moved', async (id, from, to, told) => {
    const { files } = await exported(id)
    const read = targetNamed(id).readBack(changed(files, (text) => text.replace(from, to)))
    expect(exportDifferences(programme, read).map(({ text }) => text)).toContainEqual(expect.stringContaining(told))
  })

  it('for HubSpot shows another stage as another condition', async () => {
    const { files } = await exported('hubspot')
    const read = targetNamed('hubspot').readBack(changed(files, (text) => text.replace('"consider:buyer"', '"decide:buyer"')))
    expect(exportDifferences(programme, read).map(({ message, what }) => `${message} ${what}`)).toEqual(['b1 stage', 'b1 condition'])
  })

  it('names the file that is not as it was written, and what it could not read', async () => {
    const { files } = await exported('dittofeed')
    const odd = files.map((file) => (file.path === 'journeys/owed-order.json' ? { ...file, content: '{"definition":{}}' } : file))
    expect(targetNamed('dittofeed').readBack(odd).notes).toEqual([
      expect.stringContaining('journeys/owed-order.json is not as an export writes it'),
    ])
    const cut = files.map((file) => (file.path === 'journeys/owed-order.json' ? { ...file, content: '{' } : file))
    expect(() => targetNamed('dittofeed').readBack(cut)).toThrow('journeys/owed-order.json is no JSON')
    const renamed = changed((await exported('klaviyo')).files, (text) => text.replace('"[c1] Message c1"', '"Welcome"'))
    expect(targetNamed('klaviyo').readBack(renamed).notes).toEqual([expect.stringContaining('does not say which message it is')])
  })
})

describe('what tools are told of contacts', () => {
  it('[R1] says nothing of those without consent and those kept without messages, in every tool that is told by fields', async () => {
    for (const id of ['hubspot', 'klaviyo', 'mautic', 'dittofeed']) {
      const { files, check } = await exported(id)
      const fields = textOf(files, 'contact-fields.csv').trimEnd().split('\n')
      expect(fields.slice(0, 2), id).toEqual([
        '"field","type","values","meaning"',
        expect.stringMatching(
          /^"nurture_sequence","text","consider \| consider:buyer \| decide",".*\(none\) or empty for those without consent and those kept without messages/,
        ),
      ])
      expect(
        check.find(({ part }) => part === 'holdout'),
        id,
      ).toMatchObject({ does: true, text: expect.stringContaining('by hash') })
    }
  })

  it('has names that every tool takes, and ids that are UUIDs, apart for other parts', () => {
    expect([fieldName({ id: 'winter-2026' }, 'stage'), messageField({ id: 'winter-2026' }, 'stage')]).toEqual([
      'winter_2026_stage',
      'winter_2026_message_stage',
    ])
    const alike = ['f-long', 'f_long', 'F-long'].map((id) => messageField({ id: 'a' }, id))
    expect(new Set(alike).size).toBe(3)
    for (const name of alike) expect(name).toMatch(/^[a-z0-9_]+$/)
    const ids = ['a', 'b', 'ab'].map((part) => stableUuid('nurture', part))
    expect(new Set([...ids, stableUuid('nurturea', 'b')]).size).toBe(4)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(stableUuid('nurture', 'a')).toBe(ids[0])
  })
})

describe('messages in the words of a tool', () => {
  it.each([
    ['hubspot', 'emails/c1.html', '{{ contact.first_name|escape }}'],
    ['klaviyo', 'templates/c1.html', "{{ person|lookup:'first_name' }}"],
    ['resend', 'templates/c1.html', '{{{first_name}}}'],
    ['dittofeed', 'templates/c1.json', '{{ user.first_name | escape }}'],
  ])('for %s name a contact as it does', async (id, path, tag) => {
    const { files } = await exported(id)
    expect(textOf(files, path)).toContain(tag)
    expect(textOf(files, path)).not.toMatch(/\{\{ contact\.first_name \| escape \}\}/)
  })

  it('send no more of a sequence than its cap', async () => {
    const { files } = await exported('hubspot', { ...programme, limits: { ...programme.limits, perSequence: 2 } })
    expect(textOf(files, 'workflows/sequence-consider.json')).not.toContain('EMAIL_ID_OF_c3')
  })

  it('are only those that are owed, where no time is ever allowed', async () => {
    const never = { ...programme, limits: { ...programme.limits, weekdays: [] } }
    const files = (await exported('hubspot', never)).files.filter(({ path }) => path.startsWith('workflows/'))
    expect(files.map(({ path }) => path)).toEqual(['workflows/owed-order.json'])
  })

  it('have files of their own where a persona and a stage are called alike', async () => {
    const [first] = programme.sequences
    if (first === undefined) throw new Error('the sample has sequences')
    const sequences = [
      { ...first, stage: 'a', persona: 'b-c', messages: [sampleMessage('one', 5)] },
      { ...first, stage: 'a-b', persona: 'c', messages: [sampleMessage('two', 5)] },
      { ...first, stage: 'a-b-c', persona: null, messages: [sampleMessage('three', 5)] },
    ]
    const read = targetNamed('dittofeed').readBack((await exported('dittofeed', { ...programme, sequences })).files)
    expect(read.messages.filter(({ kind }) => kind === 'sequence').map(({ id, stage, persona }) => [id, stage, persona])).toEqual(
      expect.arrayContaining([
        ['one', 'a', 'b-c'],
        ['two', 'a-b', 'c'],
        ['three', 'a-b-c', null],
      ]),
    )
  })

  it('wait no less than the least gap, and in Resend no more than thirty days at once', async () => {
    const [first, ...rest] = programme.sequences
    if (first === undefined) throw new Error('the sample has sequences')
    const close = { ...programme, sequences: [{ ...first, messages: [sampleMessage('c1', 40), sampleMessage('c2', 42)] }, ...rest] }
    const automation = JSON.parse(textOf((await exported('resend', close)).files, 'automations/sequence-consider.json')) as {
      steps: { config: { timeout?: string } }[]
    }
    expect(automation.steps.map(({ config }) => config.timeout ?? '')).toEqual(['', '30 days', '10 days', '', '7 days', ''])
  })
})
