import { describe, expect, it } from 'vitest'
import { spansOf } from './spans-of-days.ts'

const day = (day: number, atRiskDays: number, advanced: number, dropped = 0) => ({
  ...{ day, atRiskDays, advanced, dropped },
  ...{ completed: 0, returned: 0 },
})

describe('[M4] spans of days', () => {
  it('pool chances by the stay-days behind them: 10 and 30 exits of 100 and 900 stay-days are 4 % a day', () => {
    const [span, ...others] = spansOf([day(0, 100, 0.1), day(1, 900, 30 / 900)].map((row) => ({ ...row, advanced: row.advanced / 10 })))
    expect(others).toEqual([])
    expect([span?.day, span?.end]).toEqual([0, 2])
    expect(span?.atRiskDays).toBe(1000)
    expect(span?.advanced).toBeCloseTo(0.004, 10)
  })

  it('begin with the first day and end where enough stays have left', () => {
    const spans = spansOf([day(0, 1000, 0.2), day(1, 800, 0.005), day(2, 790, 0.05, 0.02)])
    expect(spans.map((span) => [span.day, span.end])).toEqual([
      [0, 1],
      [1, 3],
    ])
    expect(spans[0]?.advanced).toBe(0.2)
    expect(spans[1]?.dropped).toBeCloseTo((0.02 * 790) / 1590, 10)
  })

  it('are none without days', () => expect(spansOf([])).toEqual([]))
})
