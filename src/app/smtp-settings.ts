import { readFile } from 'node:fs/promises'
import { AppError } from '../core/error.ts'

/** Where the settings of the mail server stand: the text itself, or the path of a file that holds it alone. They are never kept. */
export interface SmtpSource {
  url?: string | undefined
  file?: string | undefined
}

/** A mail server to hand a test to. `secure`: TLS from the first byte; `needsTls`: refuse to go on without it. */
export interface SmtpSettings {
  host: string
  port: number
  secure: boolean
  needsTls: boolean
  login: { user: string; pass: string } | null
}

const form = 'It is written like smtps://user:password@mail.example.com or smtp://localhost:1025, special characters as in %40.'

/** Reads the settings of the mail server, anew each time. Errors: `usage` where there are none, or they cannot be read; their text never stands in one, since it holds a password. */
export async function smtpSettings({ url, file }: SmtpSource): Promise<SmtpSettings> {
  if (url !== undefined && url !== '') return readSmtpUrl(url, 'DESIREPATH_SMTP_URL')
  if (file === undefined || file === '') {
    throw new AppError(
      'usage',
      `No mail server is set, so no test can be sent. Set DESIREPATH_SMTP_URL, or DESIREPATH_SMTP_FILE to a file that holds it, where Desirepath runs. ${form}`,
    )
  }
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new AppError(
      'usage',
      `${file}, named by DESIREPATH_SMTP_FILE, cannot be read (${error.code}): check its name and its rights.`,
      null,
      error,
    )
  })
  return readSmtpUrl(text.trim(), file)
}

/** Reads an address as smtp://user:password@host:port. Errors: `usage`, without the address. */
function readSmtpUrl(text: string, where: string): SmtpSettings {
  const wrong = () => new AppError('usage', `The mail server in ${where} cannot be read. ${form}`)
  if (!URL.canParse(text)) throw wrong()
  const { protocol, hostname, port, username, password } = new URL(text)
  if ((protocol !== 'smtp:' && protocol !== 'smtps:') || hostname === '') throw wrong()
  const secure = protocol === 'smtps:'
  const host = hostname.replaceAll(/^\[|\]$/g, '')
  const isLocal = host === 'localhost' || host === '::1' || host.startsWith('127.')
  return {
    host,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    needsTls: !secure && !isLocal && username !== '',
    login: username === '' ? null : { user: decoded(username, wrong), pass: decoded(password, wrong) },
  }
}

function decoded(text: string, wrong: () => AppError): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw wrong()
  }
}
