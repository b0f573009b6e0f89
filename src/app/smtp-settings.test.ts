import { expect, it } from 'vitest'
import { smtpSettings } from './smtp-settings.ts'

it.each([
  [
    'smtps://ada:p%40ss@mail.example.com',
    { host: 'mail.example.com', port: 465, secure: true, needsTls: false, login: { user: 'ada', pass: 'p@ss' } },
  ],
  [
    'smtp://ada:x@mail.example.com',
    { host: 'mail.example.com', port: 587, secure: false, needsTls: true, login: { user: 'ada', pass: 'x' } },
  ],
  ['smtp://mail.example.com:2525', { host: 'mail.example.com', port: 2525, secure: false, needsTls: false, login: null }],
  ['smtp://ada:x@localhost:1025', { host: 'localhost', port: 1025, secure: false, needsTls: false, login: { user: 'ada', pass: 'x' } }],
  ['smtp://[::1]:1025', { host: '::1', port: 1025, secure: false, needsTls: false, login: null }],
])('%s is read; a login goes over a network with TLS alone', async (url, settings) => {
  expect(await smtpSettings({ url, file: '/nowhere' })).toEqual(settings)
})

it.each(['mail.example.com', 'http://mail.example.com', 'smtp://', 'smtp:mail'])('%s is refused', async (url) => {
  await expect(smtpSettings({ url })).rejects.toThrow(/in DESIREPATH_SMTP_URL cannot be read\. It is written like smtps:/)
})
