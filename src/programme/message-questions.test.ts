import { describe, expect, it } from 'vitest'
import { emptyLanes } from '../model/journey.ts'
import { slotQuestions } from './message-questions.ts'

const asked = (text: string, count: number, ...firstAskedDays: number[]) => ({ text, quotes: [], count, firstAskedDays })
const lanes = { ...emptyLanes, questions: ['Written?', 'Asked at once?'], concerns: ['Worried'] }
const texts = (...given: Parameters<typeof slotQuestions>) => slotQuestions(...given).map((question) => question?.text ?? null)

describe('[R4] questions', () => {
  it('stand in the latest slot by which a quarter of first askings have happened, else in the first', () => {
    // Of eight first askings the second is the quarter's: day 13.
    const late = asked('Late?', 8, 40, 13, 20, 12, 30, 35, 36, 37)
    expect(texts([5, 12, 21], [late], { lanes: emptyLanes })).toEqual([null, 'Late?', null])
    expect(texts([5, 12, 21], [asked('Asked at once?', 3, 0, 1, 2)], { lanes: emptyLanes })).toEqual(['Asked at once?', null, null])
    expect(texts([5, 12, 21], [asked('On day 21?', 1, 21)], { lanes: emptyLanes })).toEqual([null, null, 'On day 21?'])
  })

  it('have a message each, the most asked first; another slot before it where theirs is taken', () => {
    const evidence = [asked('Less?', 4, 14), asked('More?', 9, 15), asked('Least?', 1, 16)]
    expect(texts([5, 12, 21], evidence, { lanes: emptyLanes })).toEqual(['Less?', 'More?', 'Least?'])
  })

  it('are filled up by what people wrote, never twice the same', () => {
    expect(texts([5, 12, 21, 30], [asked('Asked at once?', 3, 0)], { lanes })).toEqual(['Asked at once?', 'Written?', 'Worried', null])
    expect(slotQuestions([5], [], { lanes })[0]).toMatchObject({ count: null, quotes: [], firstAskedDay: null })
  })
})
