import { AppError } from '../core/error.ts'
import type { MailHeader } from '../programme/message-template.ts'
import type { SmtpSettings } from './smtp-settings.ts'

/** One mail to one address. */
export interface TestMail {
  from: { name: string; email: string }
  replyTo: string | null
  to: string
  subject: string
  html: string
  text: string
  headers: readonly MailHeader[]
}

/** How long a mail server may take to answer, ms. */
const patienceMs = 15_000

/** Hands one mail to the mail server, for its one address alone; what the server answered. Errors: `usage` for a refused login or address, `unreachable`; the way out in one sentence. */
export async function sendTestMail(settings: SmtpSettings, mail: TestMail): Promise<string> {
  const { createTransport } = await import('nodemailer')
  const { host, port, secure, needsTls, login } = settings
  const transport = createTransport({
    ...{ host, port, secure, requireTLS: needsTls, disableFileAccess: true, disableUrlAccess: true },
    ...{ connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs },
    ...(login === null ? {} : { auth: login }),
  })
  try {
    const sent = await transport.sendMail({
      envelope: { from: mail.from.email, to: [mail.to] },
      from: { name: mail.from.name, address: mail.from.email },
      to: { name: '', address: mail.to },
      ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
      ...{ subject: mail.subject, html: mail.html, text: mail.text },
      headers: mail.headers.map(({ name, value }) => ({ key: name, value })),
    })
    return sent.response
  } catch (error) {
    throw asAppError(error, settings, mail)
  } finally {
    transport.close()
  }
}

/** What went wrong, without the password: of the server's answer only what it says of addresses. */
function asAppError(error: unknown, { host, port, needsTls }: SmtpSettings, { from, to }: TestMail): AppError {
  const { code = '', command = '', response = '' } = error as { code?: string; command?: string; response?: string }
  const server = `The mail server ${host}:${port}`
  const answer = response === '' ? '' : ` It answered: ${response.replaceAll(/\s+/g, ' ').slice(0, 300)}`
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return new AppError(
      'usage',
      `${server} refused the login: check user and password in DESIREPATH_SMTP_URL, or in the file of DESIREPATH_SMTP_FILE.`,
    )
  }
  if (code === 'EENVELOPE') {
    const refused =
      command === 'MAIL FROM'
        ? `the sender ${from.email}: let it send from there, or write another sender in the programme`
        : `the address ${to}: check how it is written`
    return new AppError('usage', `${server} refused ${refused}.${answer}`)
  }
  if (code === 'ETLS' || (needsTls && code === 'ESOCKET')) {
    return new AppError('unreachable', `${server} offers no connection that is safe for a login: use its port with TLS, as in smtps://.`)
  }
  if (code === 'EMESSAGE') return new AppError('usage', `${server} refused the message.${answer}`)
  return new AppError(
    'unreachable',
    `No mail server answers at ${host}:${port} (${code || 'no reason given'}): check host and port in DESIREPATH_SMTP_URL, and the network.`,
  )
}
