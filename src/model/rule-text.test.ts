import { describe, expect, it } from 'vitest'
import { normaliseRule } from './normalise-rule.ts'
import type { RuleSpec } from './rule-spec.ts'
import { ruleSpecSchema } from './rule-spec.ts'
import { ruleText } from './rule-text.ts'

const sentences: [RuleSpec, string][] = [
  ['demo_requested', 'demo requested'],
  ['Demo Requested', 'Demo Requested'],
  [{ event: ['pricing_viewed', 'comparison_read', 'trial_started'] }, 'pricing viewed, comparison read or trial started'],
  [{ touchpoint: 'Pricing page' }, 'touches Pricing page'],
  [{ touchpoint: ['Pricing page', 'Comparison page'], channel: 'Search' }, 'touches Pricing page or Comparison page through Search'],
  [{ channel: 'Email' }, 'any event through Email'],
  [{ event: 'page_viewed', touchpoint: 'Pricing page', channel: 'Search' }, 'page viewed at Pricing page through Search'],
  [
    { event: 'trial_started', where: { plan: 'Pro', seats: { gte: 10 }, region: ['EU', 'UK'] } },
    'trial started where plan is Pro and seats is at least 10 and region is EU or UK',
  ],
  [
    {
      all: [
        { touchpoint: 'Pricing page', atLeast: 2, within: '14d' },
        { subject: 'industry', is: 'Software' },
      ],
    },
    'touches Pricing page at least 2 times within 14 days, and industry is Software',
  ],
  [{ event: ['a', 'b'], atLeast: 3 }, '(a or b) at least 3 times'],
  [{ event: 'login', within: '36h' }, 'login at least once within 36 hours'],
  [
    { count: { of: { event: 'login', where: { device: 'phone' } }, atLeast: 5, within: '1 week' } },
    '(login where device is phone) at least 5 times within 7 days',
  ],
  [{ all: ['renewed', { event: 'support_asked', atMost: 2, within: '30d' }] }, 'renewed, and support asked at most 2 times within 30 days'],
  [{ all: ['renewed', { event: 'support_asked', fewerThan: 1 }] }, 'renewed, and support asked not once'],
  [{ all: ['renewed', { not: { event: 'support_asked', atLeast: 3 } }] }, 'renewed, and support asked at most 2 times'],
  [{ any: ['signed', { all: ['paid', { property: 'amount', gt: 100 }] }] }, 'signed, or paid where amount is more than 100'],
  [{ all: ['paid', { any: ['a', 'b'] }] }, 'paid, and (a, or b)'],
  [
    { all: ['paid', { subject: 'account.industry', in: ['Software', 'Retail'] }] },
    'paid, and industry of the account is Software or Retail',
  ],
  [{ all: ['paid', { not: { subject: 'role', contains: 'Head' } }] }, 'paid, and role does not contain Head'],
  [{ all: ['paid', { subject: 'role', exists: true }] }, 'paid, and role is known'],
  [{ all: ['paid', { subject: 'role', exists: false }] }, 'paid, and role is not known'],
  [{ all: ['paid', { not: { subject: 'role', exists: false } }] }, 'paid, and role is known'],
  [{ all: ['paid', { not: 'trial' }] }, 'paid, and not trial'],
  [{ all: ['paid', { not: { any: ['a', 'b'] } }] }, 'paid, and not (a, or b)'],
  [{ all: ['paid', { not: { not: { subject: 'age', lt: 3 } } }] }, 'paid, and age is less than 3'],
  [{ all: ['paid', { subject: 'age', gte: 18, lt: 30 }] }, 'paid, and (age is at least 18, and age is less than 30)'],
  [{ all: ['paid', { subject: 'name', isNot: 'A, B' }] }, 'paid, and name is not "A, B"'],
  [{ all: ['paid', { subject: 'trial', is: false }] }, 'paid, and trial is false'],
]

describe('[J3] a rule reads as a sentence', () => {
  it.each(sentences)('%j', (spec, sentence) => expect(ruleText(normaliseRule(ruleSpecSchema.parse(spec)))).toBe(sentence))

  it('also where a normalised rule has no parts', () => {
    expect(ruleText({ kind: 'all', rules: [] })).toBe('always')
    expect(ruleText({ kind: 'any', rules: [] })).toBe('never')
  })
})
