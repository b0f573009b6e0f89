import { describe, expect, it } from 'vitest'
import { AppError } from '../core/error.ts'
import { describeMapping } from './describe-mapping.ts'
import { parseMapping } from './mapping.ts'

function fault(text: string): string {
  try {
    parseMapping(text)
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    return (error as AppError).message
  }
  throw new Error('the mapping was taken')
}

describe('parseMapping', () => {
  it('reads YAML and JSON alike', () => {
    const yaml = 'kind: events\ntime: at\nname: what\nobjects: {contact: who}\n'
    const json = '{"kind":"events","time":"at","name":"what","objects":{"contact":"who"}}'
    expect(parseMapping(yaml)).toEqual(parseMapping(json))
    expect(parseMapping(yaml)).toMatchObject({
      timeZone: 'UTC',
      header: true,
      time: { column: 'at', format: null },
      properties: { kind: 'rest' },
    })
  })

  it.each([
    ['kind: event\n', 'kind: must be events, wide or properties.'],
    [
      'kind: events\ntime: at\nname: n\nobjects: {contact: c}\ntimezone: UTC\n',
      'the mapping: "timezone" is not known here. Did you mean "timeZone"',
    ],
    ['kind: events\ntime: at\nname: n\nobjects: {contact: c}\ntimeZone: Mars/Base\n', 'timeZone: "Mars/Base" is no time zone.'],
    ['kind: events\ntime: {column: at, format: sometime}\nname: n\nobjects: {contact: c}\n', 'time.format: "sometime" is no time format.'],
    ['kind: events\ntime: at\nname: n\nobjects: {}\n', 'objects: names no object.'],
    ['kind: events\ntime: at\nobjects: {contact: c}\n', 'name: give a column, or constants.name'],
    ['kind: wide\nkey: {deal: a, contact: b}\nevents: [{column: c, name: n}]\n', 'key: give exactly one object'],
    ['kind: wide\nkey: {deal: a}\nevents: []\n', 'events: '],
    ['kind: [\n', 'The mapping is no YAML or JSON'],
    ['', 'the mapping: '],
  ])('says what is wrong with %j', (text, expected) => {
    expect(fault(text)).toContain(expected)
  })

  it('is told in plain words', () => {
    const text =
      'kind: wide\nkey: {deal: id}\nevents: [{column: closed, format: iso, name: won, when: {stage: Won}}]\nobjects: {account: org}\n'
    expect(describeMapping(parseMapping(text)).join('\n')).toContain('closed (iso) is the event "won" of the company, where stage is Won.')
  })

  it.each([
    ['contact', 'contact', 'The contact is also known by other.'],
    ['anonymous', 'contact', 'It is the same person as the contact in other.'],
    ['contact', 'account', 'It belongs to the account in other.'],
    ['deal', 'contact', 'It belongs to the contact in other.'],
  ])('[E7] tells what a row that names a %s and a %s says of them', (type, other, sentence) => {
    expect(describeMapping(parseMapping(`kind: properties\nkey: { ${type}: id }\nobjects: { ${other}: other }\n`))).toContain(sentence)
  })
})
