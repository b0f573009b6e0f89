import { expect, test } from 'vitest'
import { normaliseJourney } from '../model/normalise-journey.ts'
import type { JourneyVersion } from '../store/document-journeys.ts'
import { deadlineList } from './deadline-list.ts'

const journey = normaliseJourney({
  journey: 'study',
  name: 'Study',
  subject: 'contact',
  deadlines: [
    { id: 'intake', name: 'Intake', yearly: '02-29', timeZone: 'Europe/Zurich' },
    { id: 'open-day', dates: ['2025-05-17', '2024-05-18'] },
  ],
  stages: [],
})
const journeys = { list: async () => [{ journey } as JourneyVersion] }

test('[K6] the deadlines of journeys are told with their days between two days, both included', async () => {
  const of = { id: 'study', name: 'Study' }
  expect(await deadlineList(journeys, '2024-02-29', '2025-05-17')).toEqual([
    { journey: of, id: 'intake', name: 'Intake', text: 'every year on 29 February (Europe/Zurich)', days: ['2024-02-29', '2025-02-28'] },
    { journey: of, id: 'open-day', name: 'Open day', text: '2024-05-18, 2025-05-17', days: ['2024-05-18', '2025-05-17'] },
  ])
  expect((await deadlineList(journeys, '2025-03-01', '2025-05-16')).map(({ days }) => days)).toEqual([[], []])
})

test('days that are none, or the wrong way round, are refused', async () => {
  await expect(deadlineList(journeys, '2025-02-29', '2025-05-17')).rejects.toThrow('"2025-02-29" is no day of the calendar')
  await expect(deadlineList(journeys, '2025-05-18', '2025-05-17')).rejects.toThrow('turn them round')
})
