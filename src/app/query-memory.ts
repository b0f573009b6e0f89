import { totalmem } from 'node:os'
import { byteSize, byteSizeText } from '../core/byte-size.ts'
import { AppError } from '../core/error.ts'

/** What queries may use of the machine, where nobody says: half leaves room for the program, the page cache and others. */
const share = 0.5

/** Less than this cannot answer even small questions. */
const least = 512 * 2 ** 20

/** Bytes that this process may use at most: of the machine, or of the container it runs in. */
export function machineMemory(): number {
  const constrained = process.constrainedMemory()
  return constrained > 0 && constrained < totalmem() ? constrained : totalmem()
}

/** Bytes that all queries together may use: as said ("4G"), else half of the machine. Errors: `usage`. */
export function queryMemory(said: string | undefined, machine: number = machineMemory()): number {
  if (said === undefined || said === '') return Math.max(least, Math.round(machine * share))
  const bytes = byteSize(said)
  if (bytes !== null && bytes >= least && bytes <= machine) return bytes
  const why =
    bytes === null
      ? 'is no size'
      : bytes < least
        ? `is less than ${byteSizeText(least)}, which questions need`
        : `is more than the ${byteSizeText(machine)} of this machine`
  throw new AppError(
    'usage',
    `--memory "${said}" ${why}: give a size such as 4G, between ${byteSizeText(least)} and ${byteSizeText(machine)}; or leave it out (and DESIREPATH_MEMORY), for half of the machine`,
  )
}
