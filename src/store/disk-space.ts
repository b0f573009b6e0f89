import { statfsSync } from 'node:fs'
import { byteSizeText } from '../core/byte-size.ts'
import { AppError } from '../core/error.ts'

/** Bytes that stay free for documents, so that what became of an import or a refresh can still be written when events have no room any more. */
export const documentReserve = 32 * 2 ** 20

/** Bytes that stay free while events and figures are written. */
export const eventReserve = 2 * documentReserve

/** Bytes that may still be written where a path lies; null where nobody can say. */
export function freeBytes(path: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize
  } catch {
    return null
  }
}

/** Whether an error, or what caused it, says that a disk is full. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return signs.test(String(error))
  const code = 'code' in error ? String(error.code) : ''
  if (codes.includes(code) || signs.test(error.message)) return true
  return error.cause !== undefined && isDiskFull(error.cause)
}

/** How messages call what the document store holds. */
export const documentsInWords = 'journeys, drafts, campaigns and the records of imports'

const codes = ['ENOSPC', 'EDQUOT', 'noSpace']
const signs = /No space left on device|not enough space|NOT_ENOUGH_SPACE|enough free space to meet/i

/** The `noSpace` error that says where there is no room, how much is left, and what could not be written. */
export function diskFull(path: string, what: string, cause?: unknown): AppError {
  const free = freeBytes(path)
  const left = free === null ? '' : ` (${byteSizeText(free)} free)`
  return new AppError(
    'noSpace',
    `The disk that holds ${path} has no room left${left}: ${what} could not be written. Nothing that was complete is lost. Make room there, then do the same again.`,
    { path, free },
    cause,
  )
}

/** Throws `noSpace` where less than `reserve` bytes are free at a path. */
export function needRoom(path: string, what: string, reserve: number = documentReserve): void {
  const free = freeBytes(path)
  if (free !== null && free < reserve) throw diskFull(path, what)
}
