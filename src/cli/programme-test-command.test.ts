import { expect, it } from 'vitest'
import type { LocalApp } from '../app/app.ts'
import { runLine, witness } from './fake-app.test-support.ts'

const sendTest: LocalApp['sendTest'] = async (programme, message, request) => ({
  ...{ programme, message, ...request, subject: '[Test] Hello', isBrief: false, notes: ['It has no subject yet.'] },
  ...{ server: 'mail.example.com:587', answer: '250 taken' },
})

it('sends one message to one address, and says whose data it shows', async () => {
  const seen = witness({ sendTest })
  expect(await runLine('programme send-test nurture c1 --contact c9 --to me@example.com', seen)).toBe(0)
  expect(seen.asked[0]).toEqual({ name: 'sendTest', given: ['nurture', 'c1', { contact: 'c9', to: 'me@example.com' }] })
  expect(seen.out).toBe(
    'Sent to me@example.com alone, through mail.example.com:587: [Test] Hello\nIt shows the data of the contact c9, who did not get it.\n  caution  It has no subject yet.\n',
  )
})

it.each(['--contact c9', '--to me@example.com'])('needs both whose data and where to: %s alone is refused', async (option) => {
  const seen = witness({ sendTest })
  expect(await runLine(`programme send-test nurture c1 ${option}`, seen)).toBe(2)
  expect(seen.asked).toEqual([])
})

it('takes the mail server from the environment, the address before the file', async () => {
  const line = 'programme send-test nurture c1 --contact c9 --to me@example.com'
  const openedWith = async (environment: Record<string, string>) => {
    const seen = witness({ sendTest }, { environment })
    await runLine(line, seen)
    return seen.opened[0]?.smtp
  }
  expect(await openedWith({})).toBeUndefined()
  expect(await openedWith({ DESIREPATH_SMTP_FILE: 'smtp.txt' })).toEqual({ file: '/work/smtp.txt' })
  expect(await openedWith({ DESIREPATH_SMTP_FILE: 'smtp.txt', DESIREPATH_SMTP_URL: 'smtp://x' })).toEqual({ url: 'smtp://x' })
})
