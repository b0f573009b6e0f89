import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guessTimeFormat } from './guess-time-format.ts'
import { isTimeFormat, timeReader } from './time-format.ts'
import { zoneToUtc } from './time-zone.ts'

const utc = zoneToUtc('UTC')
const iso = timeReader('iso', utc)
const at = (text: string) => new Date(iso(text)).toISOString()

describe('timeReader', () => {
  it.each([
    ['2011-10-11 13:45:40.276000+02:00', '2011-10-11T11:45:40.276Z'],
    ['2014-10-22T11:15:41.000+0000', '2014-10-22T11:15:41.000Z'],
    ['2024-05-01', '2024-05-01T00:00:00.000Z'],
    ['2024-05-01T10:00Z', '2024-05-01T10:00:00.000Z'],
    ['2024-05-01 10:00:00 UTC', '2024-05-01T10:00:00.000Z'],
    ['2024-05-01T10:00:00.1Z', '2024-05-01T10:00:00.100Z'],
    ['2024-02-29T23:59:59-05:00', '2024-03-01T04:59:59.000Z'],
  ])('reads %s', (text, expected) => {
    expect(at(text)).toBe(expected)
  })

  it('[E4] gives NaN for dates that do not exist and for what is no time', () => {
    for (const text of [
      '2023-02-29',
      '2024-13-01',
      '2024-04-31T10:00:00Z',
      '2024-01-01T24:00:00Z',
      '2002-0530T09:30:10Z',
      'soon',
      '',
      '2024-05-01T10:00:00.aaaZ',
    ]) {
      expect(iso(text), text).toBeNaN()
    }
  })

  it('agrees with the language on every instant', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
        expect(iso(date.toISOString())).toBe(date.getTime())
      }),
    )
  })

  it('reads patterns with months by name, halves of the day and two-digit years', () => {
    const read = (format: string, text: string) => new Date(timeReader(format, utc)(text)).toISOString()
    expect(read('DD/MM/YYYY HH:mm', '3/4/2024 09:05')).toBe('2024-04-03T09:05:00.000Z')
    expect(read('MMM D, YYYY hh:mm A', 'Apr 3, 2024 12:05 am')).toBe('2024-04-03T00:05:00.000Z')
    expect(read('DD-MMM-YY', '03-Apr-24')).toBe('2024-04-03T00:00:00.000Z')
    expect(read('epoch-s', '1700000000')).toBe('2023-11-14T22:13:20.000Z')
    expect(timeReader('DD/MM/YYYY', utc)('31/02/2024')).toBeNaN()
    expect(isTimeFormat('HH:mm')).toBe(false)
  })

  it('puts times without zone into the zone given, also around a change of clocks', () => {
    const read = timeReader('iso', zoneToUtc('Europe/Amsterdam'))
    expect(new Date(read('2024-01-15T12:00:00')).toISOString()).toBe('2024-01-15T11:00:00.000Z')
    expect(new Date(read('2024-07-15T12:00:00')).toISOString()).toBe('2024-07-15T10:00:00.000Z')
    expect(new Date(read('2024-10-27T02:30:00')).toISOString()).toBe('2024-10-27T00:30:00.000Z')
    expect(new Date(read('2024-03-31T03:30:00')).toISOString()).toBe('2024-03-31T01:30:00.000Z')
    expect(new Date(read('2024-07-15T12:00:00Z')).toISOString()).toBe('2024-07-15T12:00:00.000Z')
  })
})

describe('guessTimeFormat', () => {
  it('tells day and month apart by the sample, and says where it cannot', () => {
    expect(guessTimeFormat(['01/02/2024', '25/02/2024'])).toMatchObject({ format: 'DD/MM/YYYY', ambiguous: [] })
    expect(guessTimeFormat(['01/02/2024', '02/25/2024'])).toMatchObject({ format: 'MM/DD/YYYY', ambiguous: [] })
    expect(guessTimeFormat(['01/02/2024', '03/04/2024'])?.ambiguous).toEqual(['DD/MM/YYYY', 'MM/DD/YYYY'])
    expect(guessTimeFormat(['01/01/2024', '03/03/2024'])?.ambiguous).toEqual([])
  })

  it('knows seconds and milliseconds, and leaves numbers, names and mostly broken times alone', () => {
    expect(guessTimeFormat(['1700000000', '1700000001'])?.format).toBe('epoch-s')
    expect(guessTimeFormat(['1700000000000'])?.format).toBe('epoch-ms')
    expect(guessTimeFormat(['12', '13'])).toBeNull()
    expect(guessTimeFormat(['Won', 'Lost'])).toBeNull()
    expect(guessTimeFormat(['2024-01-01', 'x', 'y'])).toBeNull()
    expect(guessTimeFormat(['', ''])).toBeNull()
    expect(guessTimeFormat(['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', 'n/a'])).toMatchObject({ format: 'iso', share: 0.8 })
  })
})
