import { describe, expect, it } from 'vitest'
import type { Timeline } from '../map/journey-map.ts'
import { journeyMap, runLine, summaryOf, witness } from './fake-app.test-support.ts'

describe('figures', () => {
  it('prints the map in plain words, with populations and cautions', async () => {
    const seen = witness({ map: async () => journeyMap() })
    expect(await runLine('figures b2b', seen)).toBe(0)
    expect(seen.out).toMatchInlineSnapshot(`
      "B2B software (b2b), version 3
      1 095 contacts, 1 200 journeys begun; events from 1 Nov 2024, figures up to 30 Oct 2026 (UTC)

      Stays      Entered  Still in  Moved on  Went back  Completed  Dropped  by silence  Skipped
      ─────────  ───────  ────────  ────────  ─────────  ─────────  ───────  ──────────  ───────
      Awareness      100        30        40          0          0       30          20        3
      Purchase       100        30        40          0          0       30          20        3

      Reached next stage or goal  within   share  95 % interval        raw ratio  without silence  intended
      ──────────────────────────  ──────  ──────  ─────────────  ───────────────  ───────────────  ────────  ───────────────────────
      Awareness                     14 d  42.1 %    38.0–46.0 %  40.0 % (40/100)           45.0 %      50 %  8 points below intended
      Purchase                      14 d  42.1 %    38.0–46.0 %  40.0 % (40/100)           45.0 %
        Share: of stays entered.
        Raw ratio: of all stays, ended or not.
        Without silence: of stays entered.

      Days in stage  half left by  95 % interval  a quarter by  three quarters by  half of those reaching next  95 % interval  intended
      ─────────────  ────────────  ─────────────  ────────────  ─────────────────  ───────────────────────────  ─────────────  ────────  ───────────────
      Awareness               6 d          5–8 d           2 d        not reached                          4 d          3–6 d       5 d  cannot tell yet
      Purchase                6 d          5–8 d           2 d        not reached                          4 d          3–6 d

      Value (deals)  in the stage now    moved on  won from here
      ─────────────  ────────────────  ──────────  ─────────────
      Awareness            €340k (12)  €5,000 (2)              –

      Hand-off            share accepted  95 % interval  half within  95 % interval  handed over  accepted  refused  still waiting  refused because
      ──────────────────  ──────────────  ─────────────  ───────────  ─────────────  ───────────  ────────  ───────  ─────────────  ───────────────────────────────────────────
      Marketing to sales          70.0 %              –        1.5 d              –           40        28        8              4  no budget (4), and 2 more reasons (3 stays)

      Mind
        Awareness: inactivity not yet knowable
        Awareness: 2 stays already under way when the data begins: counted, left out of shares and times
        Purchase: inactivity not yet knowable
        Purchase: 2 stays already under way when the data begins: counted, left out of shares and times
        Dropped by silence: nothing from them for 30 days.
      "
    `)
  })

  it('passes the filter on and names it', async () => {
    const period = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 1, 1), period: 'lived' as const }
    const filter = { persona: 'it', ...period, where: { country: 'DE', size: 'a=b' } }
    const seen = witness({ map: async () => journeyMap({ filter }) })
    await runLine('figures b2b --persona it --from 2026-01-01 --to 2026-02-01 --period lived --where country=DE --where size=a=b', seen)
    expect(seen.asked[0]).toEqual({ name: 'map', given: ['b2b', filter] })
    expect(seen.out).toContain(
      'Only persona IT owner, country is DE at entry, size is a=b at entry, what happened from 1 Jan 2026, what happened before 1 Feb 2026\n',
    )
  })

  it('says when there are no figures yet', async () => {
    const seen = witness({ map: async () => journeyMap({ span: null, stages: [], handOffs: [] }) })
    await runLine('figures b2b', seen)
    expect(seen.out).toContain('No events meet the rules of this journey yet')
    const filtered = witness({ map: async () => journeyMap({ span: null, stages: [], handOffs: [], filter: { where: { sector: 'x' } } }) })
    await runLine('figures b2b --where sector=x', filtered)
    expect(filtered.out).toContain('No stay fits the filter.')
  })

  it('[J6] names the stages that are drawn, not measured, and shows no figure of them', async () => {
    const map = journeyMap()
    const [first, second] = map.stages
    if (first === undefined || second === undefined) throw new Error('no stages')
    const some = witness({ map: async () => ({ ...map, stages: [first, { ...second, entryText: null }] }) })
    await runLine('figures b2b', some)
    expect(some.out).toContain('No rule yet, so not measured: Purchase. Say in "entry" which event brings someone there.')
    expect(some.out.split('\n').filter((line) => line.startsWith('Purchase'))).toEqual([])
    const none = witness({ map: async () => ({ ...map, stages: map.stages.map((stage) => ({ ...stage, entryText: null })) }) })
    await runLine('figures b2b', none)
    expect(none.out).toContain('This map is drawn: no stage has a rule yet, so nothing is measured.')
    expect(none.out).not.toContain('%')
  })

  it('gives the whole map as JSON', async () => {
    const seen = witness({ map: async () => journeyMap() })
    await runLine('--json figures b2b', seen)
    expect(JSON.parse(seen.out)).toEqual(journeyMap())
  })
})

describe('subjects', () => {
  const row = {
    subject: 'c1',
    account: 'a1',
    persona: 'it',
    instance: 1,
    enteredAt: Date.UTC(2026, 0, 1),
    leftAt: null,
    openedBy: 'first',
    ending: 'stillIn',
    days: 30.4,
    underWay: true,
  }

  it('[M7] lists the stays behind a figure', async () => {
    const seen = witness({ subjects: async () => ({ total: 95, stays: 100, unit: 'stays', rows: [row] }) })
    expect(await runLine('subjects b2b --stage awareness --outcome still-in --limit 1 --offset 9', seen)).toBe(0)
    expect(seen.asked[0]).toEqual({
      name: 'subjects',
      given: ['b2b', { stage: 'awareness', set: 'stillIn', filter: { where: {} }, limit: 1, offset: 9 }],
    })
    expect(seen.out).toContain('awareness, still in stage: 95 subjects, 100 stays; 10–10 shown\n')
    expect(seen.out).toMatch(
      /^c1 {7}a1 {7}it {7}1 Jan 2026, 00:00 {2}still in {4}30 d {2}began their journey here {2}still in stage \(under way at start\)$/m,
    )
  })

  it('takes the name of a touchpoint', async () => {
    const seen = witness({ subjects: async () => ({ total: 0, stays: 0, unit: 'stays', rows: [] }) })
    await runLine(['subjects', 'b2b', '--stage', 'a', '--set', 'touchpoint', '--name', 'Pricing page'], seen)
    expect(seen.asked[0]?.given[1]).toMatchObject({ set: 'touchpoint', name: 'Pricing page' })
    expect(seen.out).toBe('a, met the touchpoint "Pricing page": 0 subjects, 0 stays; none shown\n')
  })

  it('[M7] lists the journeys behind a figure of a hand-off or the funnel, and names what it counts', async () => {
    const waiting = { ...row, ending: 'waiting', underWay: false }
    const seen = witness({ subjects: async () => ({ total: 1, stays: 2, unit: 'instances', rows: [waiting] }) })
    await runLine('subjects b2b --stage awareness --set waiting --name sales', seen)
    expect(seen.asked[0]?.given[1]).toMatchObject({ stage: 'awareness', set: 'waiting', name: 'sales' })
    expect(seen.out).toContain('awareness, still waiting "sales": 1 subject, 2 journeys begun; 1–1 shown\n')
    expect(seen.out).toMatch(/^c1 .* still waiting {2}30 d {2}began their journey here {2}still waiting$/m)
    const funnel = witness({ subjects: async () => ({ total: 0, stays: 0, unit: 'instances', rows: [] }) })
    await runLine('subjects b2b --stage awareness --set all-running', funnel)
    expect(funnel.asked[0]?.given[1]).toMatchObject({ set: 'allRunning' })
  })

  it('[M7] wants the hand-off and the reason that a set is of, and no others', async () => {
    const nothing = { subjects: async () => ({ total: 0, stays: 0, unit: 'stays' as const, rows: [] }) }
    const seen = witness(nothing)
    await runLine(['subjects', 'b2b', '--stage', 'a', '--set', 'reason', '--name', 'sales', '--reason', 'no budget'], seen)
    expect(seen.asked[0]?.given[1]).toMatchObject({ set: 'reason', name: 'sales', reason: 'no budget' })
    for (const line of ['--set refused', '--set reason --name sales', '--set refused --name sales --reason x', '--set any --name sales']) {
      const refused = witness(nothing)
      expect([line, await runLine(`subjects b2b --stage a ${line}`, refused)]).toEqual([line, 2])
      expect(refused.err).toMatch(/--(name|reason)/)
    }
  })
})

describe('timeline', () => {
  const day = (date: number) => Date.UTC(2026, 0, date)
  const event = {
    name: 'Page viewed',
    channel: 'web',
    touchpoint: 'Pricing',
    initiator: 'customer',
    source: 's',
    stage: 'awareness',
    properties: {},
  }
  const timeline: Timeline = {
    subject: 'c1',
    subjectType: 'contact',
    alsoKnownAs: ['c7', 'c8'],
    properties: [{ name: 'country', value: 'D\u001B[31mE', validFrom: null }],
    stays: [
      {
        subject: 'c1',
        account: '',
        persona: 'it',
        instance: 1,
        enteredAt: day(1),
        leftAt: day(5),
        openedBy: 'first',
        ending: 'droppedBySilence',
        days: 4,
        underWay: false,
        stage: 'awareness',
        stageName: 'Awareness',
      },
    ],
    events: [
      { ...event, occurredAt: day(6), initiator: 'company', stage: null },
      { ...event, occurredAt: day(1) },
    ],
    moreEvents: true,
    moreStays: true,
  }

  it('tells stays and events in order of time, without control characters', async () => {
    const seen = witness({ journeys: async () => [summaryOf('b2b')], timeline: async () => timeline })
    expect(await runLine('timeline c1', seen)).toBe(0)
    expect(seen.asked[1]).toEqual({ name: 'timeline', given: ['contact', 'c1', 'b2b'] })
    expect(seen.out.split('\n')).toEqual([
      'contact c1',
      '  also known as c7, c8',
      '  country = D [31mE',
      '',
      '▸ Awareness: from 1 Jan 2026, 00:00 (began their journey here), until 5 Jan 2026, 00:00, dropped by silence, 4 d',
      '    1 Jan 2026, 00:00  Page viewed  (Pricing, web)',
      '    6 Jan 2026, 00:00  Page viewed  (Pricing, web, company, in no stage)',
      '  There are more events: these are the newest.',
      '  There are more stays: these are the newest.',
      '',
    ])
  })

  it.each([
    ['timeline x --journey deals', ['deal', 'x', 'deals']],
    ['timeline x --type deal', ['deal', 'x', 'deals']],
    ['timeline x --type order', ['order', 'x', null]],
  ])('finds the type and the journey: %s', async (line, given) => {
    const seen = witness({ journeys: async () => [summaryOf('b2b'), summaryOf('deals', 'deal')], timeline: async () => timeline })
    expect(await runLine(line, seen)).toBe(0)
    expect(seen.asked[1]).toEqual({ name: 'timeline', given })
  })

  it.each([
    ['timeline x', 2, 'say which with --type (contact, deal) or --journey'],
    ['timeline x --journey deal', 4, 'there is no journey "deal". Did you mean "deals"?'],
  ])('asks when it cannot know: %s', async (line, exit, message) => {
    const seen = witness({ journeys: async () => [summaryOf('b2b'), summaryOf('deals', 'deal')] })
    expect(await runLine(line, seen)).toBe(exit)
    expect(seen.err).toContain(message)
  })
})
