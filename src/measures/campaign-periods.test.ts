import { describe, expect, it } from 'vitest'
import type { Campaign } from '../model/campaign.ts'
import { campaignInstants, campaignPeriods } from './campaign-periods.ts'

const campaign = (from: string, to: string, timeZone = 'UTC'): Campaign => {
  return { id: 'x', name: 'X', from, to, timeZone, audience: 'everyone', channel: '', cost: null, note: '' }
}
const at = (text: string) => Date.parse(text)
const daysOf = (periods: ReturnType<typeof campaignPeriods>) =>
  (['during', 'before', 'yearBefore'] as const).map((span) => periods[span] && `${periods[span].firstDay} ${periods[span].lastDay}`)
const ever = at('2000-01-01T00:00:00Z')
const late = at('2040-01-01T00:00:00Z')

/** The first instant whose day, as a clock on the wall there says, is the wanted one: sought minute by minute. */
function firstInstantOf(day: string, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  for (let minute = at(`${day}T00:00:00Z`) - 15 * 3_600_000; ; minute += 60_000) if (format.format(minute) >= day) return minute
}

describe('[K1] the instants of a campaign', () => {
  it('go from the start of its first local day to the end of its last, also where clocks change or skip midnight', () => {
    for (const [from, to, zone] of [
      ['2026-03-01', '2026-03-30', 'UTC'],
      ['2026-03-29', '2026-03-29', 'Europe/Berlin'],
      ['2025-10-26', '2025-10-26', 'Europe/Berlin'],
      ['2026-03-08', '2026-11-01', 'America/New_York'],
      ['2025-09-07', '2025-09-08', 'America/Santiago'],
      ['2026-01-01', '2026-01-01', 'Asia/Kolkata'],
    ] as const) {
      const next = new Date(at(`${to}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
      expect(campaignInstants({ from, to, timeZone: zone }), `${from} ${zone}`).toEqual({
        from: firstInstantOf(from, zone),
        to: firstInstantOf(next, zone),
      })
    }
    const spring = campaignInstants({ from: '2026-03-29', to: '2026-03-29', timeZone: 'Europe/Berlin' })
    expect((spring.to - spring.from) / 3_600_000).toBe(23)
  })
})

describe('[K3] the periods of a campaign', () => {
  it('are as long as it: just before, and from the same day a year before', () => {
    const periods = campaignPeriods(campaign('2026-03-01', '2026-03-30'), late, ever)
    expect(periods.days).toBe(30)
    expect(daysOf(periods)).toEqual(['2026-03-01 2026-03-30', '2026-01-30 2026-02-28', '2025-03-01 2025-03-30'])
  })

  it('mind leap days', () => {
    expect(daysOf(campaignPeriods(campaign('2024-02-20', '2024-03-05'), late, ever))[2]).toBe('2023-02-20 2023-03-06')
    expect(daysOf(campaignPeriods(campaign('2024-02-29', '2024-02-29'), late, ever))[2]).toBe('2023-02-28 2023-02-28')
    expect(daysOf(campaignPeriods(campaign('2025-02-20', '2025-03-05'), late, ever))[2]).toBe('2024-02-20 2024-03-04')
  })

  it('are cut where the data end, by whole local days', () => {
    const berlin = campaign('2026-06-01', '2026-06-30', 'Europe/Berlin')
    const cut = (horizon: string) => daysOf(campaignPeriods(berlin, at(horizon), ever))
    expect(cut('2026-06-10T21:59:59.999Z')[0]).toBe('2026-06-01 2026-06-10')
    expect(cut('2026-06-10T21:59:59.998Z')).toEqual(['2026-06-01 2026-06-09', '2026-05-23 2026-05-31', '2025-06-01 2025-06-09'])
    expect(campaignPeriods(berlin, at('2026-06-01T12:00:00Z'), ever)).toMatchObject({ days: 0, during: null, before: null })
  })

  it('are left out where the data do not reach back, or where a year before would not be over', () => {
    const march = campaign('2026-03-01', '2026-03-30')
    expect(daysOf(campaignPeriods(march, late, at('2026-01-30T00:00:00Z')))).toEqual([
      '2026-03-01 2026-03-30',
      '2026-01-30 2026-02-28',
      null,
    ])
    expect(daysOf(campaignPeriods(march, late, at('2026-01-30T00:00:00.001Z')))[1]).toBeNull()
    expect(daysOf(campaignPeriods(march, late, at('2026-03-02T00:00:00Z')))).toEqual([null, null, null])
    expect(daysOf(campaignPeriods(campaign('2025-01-01', '2025-12-31'), late, ever))[2]).toBe('2024-01-01 2024-12-30')
    expect(daysOf(campaignPeriods(campaign('2025-01-01', '2026-01-01'), late, ever))[2]).toBe('2024-01-01 2024-12-31')
    expect(daysOf(campaignPeriods(campaign('2025-01-01', '2026-01-02'), late, ever))[2]).toBeNull()
  })
})
