import { describe, expect, it } from 'vitest'
import { emptyLanes } from '../model/journey.ts'
import { parseJourney } from '../model/parse-journey.ts'
import { fromTemplate, templates } from './templates.ts'

const ids = ['b2b-services', 'b2b-software', 'e-commerce', 'education-intake', 'events']
const made = (id: string, known: string[] = []) => fromTemplate(id, 'mine', null, known)

describe('templates', () => {
  it('are five, each in the list as it is drawn', () => {
    const all = templates()
    expect(all.map(({ id }) => id)).toEqual(ids)
    for (const { about, personas, stages } of all) {
      expect(about.length).toBeGreaterThan(40)
      expect(personas.length).toBeGreaterThanOrEqual(3)
      expect(stages.length).toBeGreaterThanOrEqual(6)
    }
  })

  it.each(ids)('[J6] %s is a sound, drawn map with every lane filled, nothing cut by a comma, and no two stages of one event', (id) => {
    const { text, bound, unbound } = made(id)
    const { journey, findings } = parseJourney(text)
    expect(findings.filter(({ kind }) => kind !== 'gap')).toEqual([])
    expect(journey?.id).toBe('mine')
    expect(bound).toEqual([])
    expect(unbound).toHaveLength(journey?.stages.length ?? 0)
    for (const { entry, lanes } of journey?.stages ?? []) {
      expect(entry).toBeNull()
      expect(Object.keys(lanes)).toEqual(Object.keys(emptyLanes))
      for (const [lane, entries] of Object.entries(lanes)) {
        expect(entries, lane).not.toEqual([])
        for (const entry of entries) expect(entry).toMatch(/^[A-Z“]/)
      }
    }
    const suggested = unbound.flatMap(({ events }) => events)
    expect(suggested.filter((event, i) => suggested.indexOf(event) !== i)).toEqual([])
    expect(journey?.description).toContain('assumptions')
  })

  it('bind usual events that the data hold, however written, and say which', () => {
    const { text, bound, unbound } = made('b2b-software', ['Demo Requested', 'trial-started', 'contract_signed', 'unheard_of'])
    expect(bound).toEqual([
      { stage: 'Trial or demo', events: ['Demo Requested', 'trial-started'] },
      { stage: 'First value', events: ['contract_signed'] },
    ])
    expect(unbound.map(({ stage }) => stage)).not.toContain('First value')
    expect(text).toContain('#   Decision: proposal_sent,')
    const names = ['Demo Requested', 'trial-started', 'contract_signed']
    const { findings } = parseJourney(text, {
      objectTypes: ['contact'],
      names,
      channels: [],
      touchpoints: [],
      eventProperties: [],
      objectProperties: {},
    })
    expect(findings.filter(({ kind }) => kind === 'error')).toEqual([])
  })

  it('that are not there are told with those that are', () => {
    expect(() => made('ecommerce')).toThrow('Did you mean "e-commerce"?')
  })
})
