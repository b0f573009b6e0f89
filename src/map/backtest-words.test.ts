import { describe, expect, it } from 'vitest'
import { fixtureBacktest } from '../../test/fixtures/fixture-replay.ts'
import type { BacktestRun } from './backtest.ts'
import { backtestCautions, backtestDifferences, capHits, collisions } from './backtest-words.ts'

const { run } = fixtureBacktest
const runOf = (changes: Partial<BacktestRun>): BacktestRun => ({ ...run, ...changes })
/** Words with plain spaces. */
const plain = (words: readonly string[]) => words.map((text) => text.replaceAll('\u202f', ' '))

describe('[R7] how two runs over one history differ', () => {
  const differ = (changes: Partial<BacktestRun>) => plain(backtestDifferences(run, runOf(changes)))

  it('is said in shares of messages and people, and in points of the share reached', () => {
    expect(differ({ sends: 507, reached: 304, share: 0.71 })).toEqual([
      '22 % fewer messages (507 instead of 650)',
      '2 % fewer people reached (304 instead of 310)',
      '3 points fewer reached in time (71 % instead of 74 %)',
    ])
    expect(differ({ sends: 700, share: 0.75 })).toEqual([
      '8 % more messages (700 instead of 650)',
      'as many people reached (310)',
      '1 point more reached in time (75 % instead of 74 %)',
    ])
  })

  it('never rounds a difference to none, and says sizes that no share fits', () => {
    expect(differ({ sends: 651, share: 0.7387 })).toEqual([
      'under 1 % more messages (651 instead of 650)',
      'as many people reached (310)',
      'under 1 point more reached in time (74 % instead of 74 %)',
    ])
    expect(differ({ sends: 1625 })[0]).toBe('2.5 times as many messages (1 625 instead of 650)')
    expect(differ({ sends: 0, reached: 0, share: null })).toEqual([
      'no messages (0 instead of 650)',
      'no people reached (0 instead of 310)',
      'the share reached in time is not known of one of them',
    ])
    expect(plain(backtestDifferences(runOf({ sends: 0 }), run))[0]).toBe('650 messages instead of none')
  })

  it('names fuller weeks, hits of caps and collisions where they change, and says where nothing does', () => {
    const fates = { ...run.fates, cap: 9 }
    const moved = { ...run.moved, gap: 10, personCap: 1 }
    expect([capHits(run), collisions(run), capHits({ fates, moved }), collisions({ moved })]).toEqual([7, 15, 10, 13])
    expect(differ({ perWeek: [...run.perWeek, { sends: 3, personWeeks: 2 }], fates, moved }).slice(3)).toEqual([
      'at most 3 messages to a person in one week instead of 1',
      '10 hits of caps instead of 7',
      '13 collisions instead of 15',
    ])
    expect(differ({ name: 'Autumn' })).toEqual(['no difference: 650 messages to 310 people in both'])
  })
})

describe('what to know before a run is read', () => {
  const nobody = { audience: 0, heldOut: 0, withoutConsent: 0, sends: 0, reached: 0, decided: 0, share: null, transactional: 0 }
  const none = Object.fromEntries(Object.keys(run.fates).map((fate) => [fate, 0])) as BacktestRun['fates']
  it.each<[string, Partial<BacktestRun>, RegExp[]]>([
    ['nothing', {}, []],
    ['no message is written', { messages: [] }, [/no messages yet/]],
    ['nobody was in the stage', nobody, [/^No contact in the data had a stay/]],
    [
      'nobody consented',
      { ...nobody, withoutConsent: 12, heldOut: 1 },
      [/12 people have not consented as far as the data say, and 1 person is kept/],
    ],
    ['all left on day 0', { sends: 0, reached: 0, decided: 880, share: 0, fates: { ...none, left: 880 } }, [/^Everybody had left before/]],
    [
      'nothing goes for other reasons',
      { sends: 0, reached: 0, decided: 3, share: 0, fates: { ...none, left: 1, noTime: 2 } },
      [/^None of 3 messages/],
    ],
    ['nobody leaves', { fates: { ...run.fates, left: 0 } }, [/^Nobody left a stage before a message came/]],
    ['12 people', { audience: 12 }, [/^Only 12 people to write to/]],
  ])('%s', (_, changes, wanted) => {
    const told = plain(backtestCautions(runOf(changes)))
    expect(told).toHaveLength(wanted.length)
    for (const [i, words] of wanted.entries()) expect(told[i]).toMatch(words)
  })
})
