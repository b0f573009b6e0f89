import { describe, expect, it } from 'vitest'
import { type Deadline, deadlineText, spanBefore, untilText, windowEnds } from './deadline.ts'
import { periodBefore } from './deadline-period.ts'
import { dayText } from './local-day.ts'
import { parseJourney } from './parse-journey.ts'

const zurich = 'Europe/Zurich'
const yearly = (month: number, day: number, timeZone = 'UTC'): Deadline => ({
  id: 'd',
  name: 'Intake',
  dates: [],
  yearly: { month, day },
  timeZone,
})
const iso = (instant: number) => new Date(instant).toISOString()

describe('[K6] a yearly deadline', () => {
  it('is each year on its day, the 28th where there is no 29 February, and reaches past the horizon', () => {
    const ends = windowEnds({ deadline: yearly(2, 29), beforeDays: 0 }, Date.UTC(2025, 0, 5))
    expect(ends.slice(-4).map(({ day }) => dayText(day))).toEqual(['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28'])
    expect(ends.at(-4)?.at).toBe(Date.UTC(2024, 2, 1) - 1)
  })

  it('[K7] with an offset ends whole days of the calendar earlier, over a change of the clock', () => {
    const found = windowEnds({ deadline: yearly(5, 17, zurich), beforeDays: 56 }, Date.UTC(2025, 0, 1)).find(({ day }) => day.year === 2025)
    // 22 March is before the change: the local midnight is at 23:00 UTC, that of May at 22:00.
    expect(iso(found?.at ?? 0)).toBe('2025-03-22T22:59:59.999Z')
  })
})

describe('[K8] a period before a deadline', () => {
  it('is so many local days, the last of them the deadline', () => {
    const deadline: Deadline = { ...yearly(1, 1, zurich), yearly: null, dates: [{ year: 2025, month: 4, day: 2 }] }
    const { from, to } = spanBefore(deadline, { year: 2025, month: 4, day: 2 }, 7)
    expect([iso(from), iso(to)]).toEqual(['2025-03-26T23:00:00.000Z', '2025-04-02T22:00:00.000Z'])
    expect((to - from) / 3_600_000).toBe(7 * 24 - 1)
  })
})

describe('[K8] the period before a day of a deadline', () => {
  const openDay: Deadline = { ...yearly(1, 1), id: 'open-day', name: 'Open day', yearly: null, dates: [{ year: 2025, month: 5, day: 17 }] }
  const twice: Deadline = { ...openDay, id: 'fair', name: 'Fair', dates: [openDay.dates, [{ year: 2025, month: 9, day: 6 }]].flat() }
  const all = [openDay, twice, { ...yearly(9, 1), id: 'intake' }]
  const period = (anchor: string) => periodBefore(all, anchor, 7, Date.UTC(2026, 0, 1))

  it('is named by its year, or by its day where a year has several', () => {
    const week = { from: Date.UTC(2025, 4, 11), to: Date.UTC(2025, 4, 18) }
    expect(period('open-day:2025')).toEqual(week)
    expect(period('fair:2025-05-17')).toEqual(week)
    expect(period('intake:2024').to).toBe(Date.UTC(2024, 8, 2))
  })

  it('tells the known ones where it is not', () => {
    expect(() => period('opn-day:2025')).toThrow(
      '"opn-day:2025" is no day of a deadline: known: open-day (2025-05-17), fair (2025-05-17, 2025-09-06), intake (every year, e.g. intake:2026). Did you mean "open-day"?',
    )
    for (const anchor of ['open-day:2024', 'open-day', 'open-day:2025-05-18', 'open-day:2025x'])
      expect(() => period(anchor)).toThrow('Open day is 2025-05-17')
    expect(() => period('fair:2025')).toThrow('its day where a year has several')
    expect(() => periodBefore([], 'intake:2025', 7, 0)).toThrow('the journey has no deadlines')
  })
})

const document = (deadlines: string, window = '{ until: intake }') =>
  parseJourney(`journey: j
subject: contact
deadlines: ${deadlines}
stages:
  - { id: a, lifecycle: awareness, entry: seen, window: ${window} }
  - { id: b, lifecycle: retention, entry: bought }
`)
const errors = (deadlines: string, window?: string) =>
  document(deadlines, window)
    .findings.filter(({ kind }) => kind === 'error')
    .map(({ path, message }) => `${path}: ${message}`)

describe('[K6] [K7] [J5] deadlines in a definition', () => {
  it('are read in order, each day once, and windows point at them', () => {
    const { journey } = document(
      '[{ id: intake, dates: [2026-05-16, 2025-05-17, 2026-05-16], timeZone: Europe/Zurich }]',
      '{ until: intake, before: 8w }',
    )
    const stage = journey?.stages[0]
    expect(stage).toMatchObject({ windowMs: null, until: { beforeDays: 56, deadline: { name: 'Intake', timeZone: zurich, yearly: null } } })
    expect(stage?.until?.deadline.dates.map(dayText)).toEqual(['2025-05-17', '2026-05-16'])
    expect(stage?.until && untilText(stage.until)).toBe('8 weeks before Intake')
    expect(journey?.stages[1]).toMatchObject({ windowMs: 30 * 86_400_000, until: null })
    expect(document('[{ id: intake, yearly: 09-01 }]').journey?.deadlines.map(deadlineText)).toEqual(['every year on 1 September'])
  })

  it('that are wrong are told with the way out', () => {
    expect(errors('[{ id: intake, yearly: 09-01, timeZone: Europe/Zurch }]')).toEqual([
      expect.stringMatching(/^deadlines\[0\]\.timeZone: "Europe\/Zurch" is no time zone: .* Did you mean "Europe\/Zurich"/),
    ])
    expect(errors('[{ id: intake, dates: [2025-02-29] }]')[0]).toContain('"2025-02-29" is not in the calendar')
    expect(errors('[{ id: intake, yearly: 13-01 }]')[0]).toContain('"13-01" is not in the calendar')
    expect(errors('[{ id: intake, yearly: 9-1 }]')[0]).toContain('write month-day, e.g. 09-01')
    expect(errors('[{ id: intake, dates: [17.5.2025] }]')[0]).toContain('write year-month-day')
    expect(errors('[{ id: intake }]')[0]).toContain('has no day')
    expect(errors('[{ id: intake, dates: [2025-05-17], yearly: 09-01 }]')[0]).toContain('keep one')
    expect(errors('[{ id: intake, yearly: 09-01 }, { id: intake, yearly: 10-01 }]')[0]).toContain('ids must differ')
    expect(errors('[{ id: intake, yearly: 09-01 }]', '{ until: intke }')[0]).toBe(
      'stages[0].window.until: "intke" is not a deadline. Deadlines: intake. Did you mean "intake"?',
    )
    expect(errors('[]', '{ until: intake }')[0]).toContain('no deadlines yet')
    expect(errors('[{ id: intake, yearly: 09-01 }]', '{ until: intake, before: 36h }')[0]).toContain('count days or weeks')
    expect(errors('[{ id: intake, yearly: 09-01 }]', '12')[0]).toContain('or { until: the id of a deadline')
    expect(errors('[{ id: intake, yearly: 09-01 }]', 'soon')[0]).toContain('30d')
  })
})
