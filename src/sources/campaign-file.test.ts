import { describe, expect, it } from 'vitest'
import { campaignsCsv } from '../api/campaigns-csv.ts'
import type { Campaign } from '../model/campaign.ts'
import { type CampaignFormat, readCampaignFile } from './campaign-file.ts'

const failing = (text: string, format: CampaignFormat = 'csv') => {
  try {
    return `taken: ${readCampaignFile(text, format).length}`
  } catch (error) {
    return (error as Error).message
  }
}

const spring: Campaign = {
  id: 'spring',
  name: 'Spring; "early", late',
  from: '2026-03-01',
  to: '2026-03-30',
  timeZone: 'Europe/Berlin',
  audience: { subject: 'country', in: ['DE', 'AT'] },
  channel: '=cmd()',
  cost: { amount: 9000.5, currency: 'EUR' },
  note: 'Two\nlines',
}

describe('[K1] a file of campaigns', () => {
  it('is CSV or YAML, with what may be left out filled in', () => {
    const filled = { timeZone: 'UTC', audience: 'everyone', channel: '', cost: null, note: '' }
    const fair = { ...filled, id: 'the-fair', name: 'The fair', from: '2026-03-01', to: '2026-03-02' }
    expect(readCampaignFile('name,from,to\nThe fair,2026-03-01,2026-03-02\n', 'csv')).toEqual([fair])
    expect(readCampaignFile('\uFEFFName;From;To\r\nThe fair;2026-03-01;2026-03-02\r\n\r\n', 'csv')).toEqual([fair])
    expect(readCampaignFile('campaigns:\n  - { name: The fair, from: 2026-03-01, to: 2026-03-02 }\n', 'yaml')).toEqual([fair])
    expect(readCampaignFile('[{"name":"The fair","from":"2026-03-01","to":"2026-03-02"}]', 'yaml')).toEqual([fair])
    const audiences =
      'name,from,to,audience,cost,currency\nA,2026-03-01,2026-03-02,persona: it,"1200,50",EUR\nB,2026-03-01,2026-03-02,"{reached: {event: mail, where: {kind: x}}}",,\n'
    expect(readCampaignFile(audiences, 'csv')).toMatchObject([
      { audience: { persona: 'it' }, cost: { amount: 1200.5, currency: 'EUR' } },
      { audience: { reached: { event: 'mail', where: { kind: 'x' } } }, cost: null },
    ])
  })

  it('comes back as it was written out, and no cell of it is a formula', () => {
    const written = campaignsCsv([spring, { ...spring, id: 'other', audience: 'everyone', cost: null }])
    expect(written).toContain(",'=cmd(),")
    expect(readCampaignFile(written, 'csv')).toEqual([spring, { ...spring, id: 'other', audience: 'everyone', cost: null }])
  })

  it('tells each wrong row by its line, and takes none', () => {
    const rows = [
      'id,name,from,to,timeZone,audience,cost,currency',
      'a,A,2026-03-01,2026-03-02,,,,',
      'b,B,2026-02-30,2026-03-02,,,,',
      'c,C,2026-03-02,2026-03-01,,,,',
      'a,D,2026-03-01,2026-03-02,,,,',
      'e,E,2026-03-01,2026-03-02,Europe/Belin,,,',
      'f,F,2026-03-01,2026-03-02,,nobody,,',
      'g,G,2026-03-01,2026-03-02,,,"1,200.50",EUR',
      'h,H,2026-03-01,2026-03-02,,,5,',
      'i,I,2026-03-01,2026-03-02,,,5,euro',
      'j,,2026-03-01,2026-03-02,,,,',
      'k,K,2026-03-01,2026-03-02,,,,,too many',
      'l,L,0206-03-01,2026-03-02,,,,',
      'm,M,2026-03-01,2026-03-02,,"{reached: {not: mail}}",,',
    ]
    const said = failing(`${rows.join('\n')}\n`)
    expect(said).toMatch(/^Nothing was kept:\n/)
    for (const part of [
      'line 3: from: "2026-02-30" is no day',
      'line 4: to: The last day, 2026-03-01, is before the first',
      'line 5: The id "a" stands in line 2 already',
      'line 6: timeZone: "Europe/Belin" is no time zone: write one like Europe/Berlin, or UTC. Did you mean "Europe/Berlin"',
      'line 7: audience: This is no audience',
      'line 8: cost: "1,200.50" is no amount',
      'line 9: cost and currency stand together',
      'line 10: cost.currency: "euro" is no currency',
      'line 11: name: This is missing',
      'line 12: It has 9 cells, the first line has 8.',
      'line 13: to: From 0206-03-01 to 2026-03-02 is more than ten years',
      'line 14: audience.reached: This rule waits for no event',
    ])
      expect(said).toContain(part)
    expect(said).not.toContain('line 2:')
  })

  it('that is something else is told so', () => {
    expect(failing('timestamp,user\n1,2\n')).toContain('"timestamp" is no column of campaigns. Known: id, name, from')
    expect(failing('name,from\nA,2026-01-01\n')).toContain('has no column to')
    expect(failing('name,from,to\n')).toBe('There is no campaign in this file.')
    expect(failing('', 'yaml')).toContain('begins with "campaigns:"')
    expect(failing('journey: x\n', 'yaml')).toContain('begins with "campaigns:"')
    expect(failing('campaigns:\n  - name: A\n    from: 2026-03-01\n   to: x\n', 'yaml')).toMatch(/^Nothing was kept: .*\(line \d\)/)
    expect(failing('campaigns:\n  - name: A\n    from: 2026-03-01\n    to: 2026-03-02\n    colour: red\n', 'yaml')).toContain(
      'line 2: colour:',
    )
  })
})
