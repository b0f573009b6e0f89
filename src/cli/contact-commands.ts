import type { Command } from 'commander'
import { AppError } from '../core/error.ts'
import type { Erasure } from '../events/erase.ts'
import { countOf } from '../map/format.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable } from './table.ts'

/** `export`: everything kept about one contact. It is JSON for people, too: it is there to be handed on. */
async function exportContact(session: Session, contact: string): Promise<void> {
  const found = await session.withApp((app) => app.exportContact(contact))
  session.answer(found, () => `${JSON.stringify(found, null, 2)}\n`)
}

/** `erase`: removes one contact for good (rule E9), and says what was removed. */
async function eraseContact(session: Session, contact: string, options: { yes?: boolean }): Promise<void> {
  if (options.yes !== true) {
    throw new AppError(
      'usage',
      `erase removes everything about the contact "${contact}", and there is no way back. Look at it with desirepath export, then add --yes`,
    )
  }
  const erasure = await session.withApp((app) => app.erase(contact))
  session.answer(erasure, () => printable(erased(erasure)).concat('\n'))
}

function erased({ contact, anonymous, events, stripped }: Erasure): string {
  const ids = anonymous.length === 0 ? '' : `, with the anonymous ${anonymous.length === 1 ? 'id' : 'ids'} ${anonymous.join(', ')}`
  const kept = stripped === 0 ? '' : ` ${countOf(stripped, 'event')} of others stay without it.`
  return `Erased the contact ${contact}${ids}: ${countOf(events, 'event')}, its properties and links.${kept} No import brings it back.`
}

/** Adds `export` and `erase`. */
export function addContactCommands(program: Command, run: RunCommand): void {
  program
    .command('export')
    .argument('<contact>', 'its id')
    .description('print everything kept about one contact, as JSON')
    .action(run('export', exportContact))
  program
    .command('erase')
    .argument('<contact>', 'its id')
    .description('erase one contact for good')
    .option('--yes', 'needed: there is no way back')
    .action(run('erase', eraseContact))
}
