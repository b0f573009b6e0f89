import { describe, expect, it } from 'vitest'
import { channelOf } from './channel-rule.ts'

describe('channelOf', () => {
  it.each([
    ['cpc', 'google', '', 'paid search'],
    ['Paid Social', 'linkedin', '', 'paid social'],
    ['email', '', '', 'email'],
    ['', '', 'https://www.google.co.uk/search?q=x', 'organic search'],
    ['', '', 'https://notgoogle.com/', 'referral'],
    ['', 'newsletter', '', 'email'],
    ['', '', 'android-app://com.linkedin.android', 'social'],
    ['referral', 'chatgpt.com', '', 'ai assistant'],
    ['social', 'somewhere', '', 'social'],
    ['blimp', '', '', 'other'],
    ['', '', '', ''],
  ])('medium %s, source %s, referrer %s → %s', (medium, source, referrer, channel) => {
    expect(channelOf({ medium, source, referrer })).toBe(channel)
  })
})
