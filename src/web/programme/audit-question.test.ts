import { expect, it } from 'vitest'
import { parseAddress, writeAddress } from '../shell/address.ts'
import { type AuditForm, auditAddress, auditForm, auditOptions } from './audit-question.ts'

const plain: AuditForm = { minGapDays: 7, country: '', quarter: '', events: {} }

it('[R10] what nobody said stands in no address', () => {
  expect(auditForm({})).toEqual(plain)
  expect(writeAddress(auditAddress(plain))).toBe('')
  expect(auditOptions(plain)).toEqual({ minGapDays: 7 })
})

it.each<AuditForm>([
  { minGapDays: 3, country: 'DE', quarter: '2025-Q4', events: { sent: ['mail sent', 'letter, sent'], clicked: [] } },
  { ...plain, events: { delivered: ['a|b', 'c\\', '\\|'], opened: ['d'] } },
])('[R10] a form is the same when it was sent as an address: %j', (form) => {
  expect(auditForm(parseAddress(writeAddress(auditAddress(form))))).toEqual(form)
})

it.each(['soon', '0', '-1', '400'])('[R10] %s is no time between two e-mails, and the usual one is taken', (soon) =>
  expect(auditForm({ soon }).minGapDays).toBe(7),
)

it('[R10] the server is asked for the names that someone gave, also for none', () => {
  expect(auditOptions({ ...plain, events: { opened: [] } })).toEqual({ minGapDays: 7, events: { opened: [] } })
})
