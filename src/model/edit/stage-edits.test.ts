import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { checkJourney } from '../journey-findings.ts'
import { journeySpecs } from '../journey-spec.test-support.ts'
import { parseJourney } from '../parse-journey.ts'
import { changedPlaces } from './changed-places.ts'
import { type EditOperation, editData } from './edit-operation.ts'
import { editTextBy } from './edit-text.ts'
import { duplicateStage, insertStage, moveWords, removalWords, removeStage, stagesOf } from './stage-edits.ts'

type Group = Record<string, unknown>

const sales = parse(`journey: sales
subject: contact
stages:
  - { id: look, name: Looks, lifecycle: awareness, entry: visit, goals: [Find out] }
  - { id: try, name: Tries, lifecycle: acquisition, entry: try, reentry: entry, steps: [{ id: s, rule: ask }] }
  - { id: buy, name: Buys, lifecycle: acquisition, entry: buy }
handOffs:
  - { id: on, name: Handed on, from: look, to: buy }
  - { id: up, from: try, to: buy }
`) as Group

it('an inserted stage stands where it was asked for, in the phase of the one before; a copy follows its model and is entered by nothing', () => {
  const after = (operations: readonly EditOperation[]) => operations.reduce<unknown>(editData, sales) as Group
  const ids = (document: Group) => stagesOf(document).map(({ id }) => id)
  expect(ids(after(insertStage(sales, 1).operations))).toEqual(['look', 'stage-4', 'try', 'buy'])
  expect(stagesOf(after(insertStage(sales, 0).operations))[0]).toEqual({ id: 'stage-4', name: 'New stage', lifecycle: 'awareness' })
  const copied = stagesOf(after(duplicateStage(sales, 1).operations))
  expect(copied[2]).toEqual({ id: 'stage-4', name: 'Tries (copy)', lifecycle: 'acquisition', steps: [{ id: 's', rule: 'ask' }] })
  expect(after(removeStage(sales, 2))).not.toHaveProperty('handOffs')
  expect(after(removeStage(sales, 0)).handOffs).toEqual([{ id: 'up', from: 'try', to: 'buy' }])
})

it('says what refers to a stage before it goes, and what a move turns round', () => {
  expect(removalWords(sales, 0)).toEqual(['“Tries” is then the first stage.', 'The hand-off “Handed on” names it and goes, too.'])
  expect(removalWords(sales, 1)).toEqual(['After “Looks” then comes “Buys”.', 'The hand-off “up” names it and goes, too.'])
  expect(removalWords(sales, 2)).toEqual([
    '“Tries” is then the last stage.',
    'The hand-offs “Handed on”, “up” name it and go, too.',
    'Nobody can come back to “Tries” then.',
  ])
  expect(moveWords(sales, 0, 2)).toEqual(['“Looks” is now stage 3 of 3.', 'The hand-off “Handed on” now goes backwards.'])
  expect(moveWords(sales, 0, 1)).toEqual(['“Looks” is now stage 2 of 3.'])
})

it('tells where another state of the document differs, part by part', () => {
  const edit = (...operations: EditOperation[]) => operations.reduce<unknown>(editData, sales)
  const words = (after: unknown) => changedPlaces(sales, after).map(({ path, words }) => `${path}: ${words}`)
  expect(words(sales)).toEqual([])
  expect(words(edit({ kind: 'set', path: ['stages', 0, 'goals', 0], value: 'Compare' }))).toEqual(['stages[0].goals: Looks · goals'])
  expect(words(edit({ kind: 'move', path: ['stages'], from: 0, to: 1 }))).toEqual(['stages: stages · order'])
  expect(words(edit(...removeStage(sales, 0)))).toEqual(['stages: Looks · removed', 'handOffs: Handed on · removed'])
  expect(words(edit(...insertStage(sales, 1).operations))).toEqual(['stages[1]: New stage · new'])
  expect(words(edit({ kind: 'set', path: ['name'], value: 'All' }))).toEqual(['name: name'])
})

/** One thing that someone does on the page with a stage or with a step inside it. */
function operationsOf(document: Group, kind: number, place: number, other: number): EditOperation[] {
  const stages = stagesOf(document)
  const position = place % stages.length
  const path = ['stages', position, 'steps']
  const steps = (stages[position]?.steps ?? []) as Group[]
  const at = other % Math.max(1, steps.length)
  if (kind === 0) return insertStage(document, other % (stages.length + 1)).operations
  if (kind === 1) return duplicateStage(document, position).operations
  if (kind === 2) return stages.length > 1 ? removeStage(document, position) : []
  if (kind === 3) return [{ kind: 'move', path: ['stages'], from: position, to: other % stages.length }]
  const fresh = { id: `fresh-${steps.length}-${place}`, rule: 'visit' }
  if (kind === 4) return [{ kind: 'insert', path, at: other % (steps.length + 1), value: fresh }]
  if (steps.length === 0) return []
  if (kind === 5) return [{ kind: 'move', path, from: at, to: place % steps.length }]
  if (kind === 6) return [{ kind: 'remove', path: [...path, at] }]
  if (kind === 7)
    return [{ kind: 'set', path: [...path, at, 'rule'], value: { any: ['ask', { event: 'read', atLeast: 2, within: '7d' }] } }]
  return [{ kind: 'set', path: [...path, at, kind === 8 ? 'name' : 'optional'], value: kind === 8 ? 'Asks: why?' : true }]
}

it('whatever is done with stages and steps, the text reads as the data, nothing dangles, and the definition stays sound', () => {
  const did = new Set<number>()
  fc.assert(
    fc.property(journeySpecs, fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 8 }), (spec, drawn) => {
      let text = stringify(JSON.parse(JSON.stringify(spec)), { lineWidth: 0 })
      for (const [kind, place, other] of drawn) {
        const document = parse(text) as Group
        const operations = operationsOf(document, kind, place, other)
        if (operations.length > 0) did.add(kind)
        text = editTextBy(text, operations) ?? 'does not fit'
        expect(parse(text)).toEqual(operations.reduce<unknown>(editData, document))
      }
      const { journey, findings } = parseJourney(text, null)
      expect(findings.filter(({ kind }) => kind === 'error')).toEqual([])
      expect(journey?.stages.map(({ steps }) => steps.length)).toEqual(
        stagesOf(parse(text)).map(({ steps }) => ((steps ?? []) as Group[]).length),
      )
      expect(checkJourney(parse(text)).filter(({ kind }) => kind === 'error')).toEqual([])
    }),
    { numRuns: 60 },
  )
  expect([...did].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
}, 60_000)
