import type { Command } from 'commander'
import { contactJson } from '../app/contact-json.ts'
import { AppError } from '../core/error.ts'
import type { ContactGroup } from '../events/contact-group.ts'
import type { Erasure } from '../events/erase.ts'
import type { Unmerge } from '../events/merge-contacts.ts'
import { countOf } from '../map/format.ts'
import type { PersonId } from '../model/person-id.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable } from './table.ts'

/** `export`: everything kept about one contact. It is JSON for people, too: it is there to be handed on. */
async function exportContact(session: Session, contact: string): Promise<void> {
  await session.withApp(async (app) => {
    for await (const text of contactJson(app, await app.exportContact(contact))) session.surroundings.write(text)
  })
}

/** `erase`: removes one contact for good (rule E9), and says what was removed. */
async function eraseContact(session: Session, contact: string, options: { yes?: boolean }): Promise<void> {
  if (options.yes !== true) {
    throw new AppError(
      'usage',
      `erase removes everything about the contact "${contact}", under all its ids, and there is no way back. Look at it with desirepath export, then add --yes`,
    )
  }
  const erasure = await session.withApp((app) => app.erase(contact))
  session.answer(erasure, () => printable(erased(erasure)).concat('\n'))
}

function erased({ contact, alsoKnownAs, anonymous, events, stripped }: Erasure): string {
  const names = alsoKnownAs.length === 0 ? '' : `, also known as ${alsoKnownAs.join(', ')}`
  const ids = anonymous.length === 0 ? '' : `, with the anonymous ${anonymous.length === 1 ? 'id' : 'ids'} ${anonymous.join(', ')}`
  const kept = stripped === 0 ? '' : ` ${countOf(stripped, 'event')} of others stay without it.`
  return `Erased the contact ${contact}${names}${ids}: ${countOf(events, 'event')}, its properties and links.${kept} No import brings it back.`
}

interface OtherOptions {
  anonymous?: boolean
}

function otherOf(id: string, { anonymous }: OtherOptions): PersonId {
  return { type: anonymous === true ? 'anonymous' : 'contact', id }
}

/** `merge`: two ids are one contact (rule E7). */
async function mergeContacts(session: Session, contact: string, id: string, options: OtherOptions): Promise<void> {
  const other = otherOf(id, options)
  const group = await session.withApp((app) => app.mergeContacts(contact, other))
  session.answer(group, () => printable(merged(contact, other, group)).concat('\n'))
}

function merged(contact: string, other: PersonId, { contact: standing, alsoKnownAs }: ContactGroup): string {
  if (other.type === 'anonymous') return `What the anonymous id ${other.id} did counts as done by the contact ${standing}.`
  return `${contact} and ${other.id} are one contact, ${standing}, also known as ${alsoKnownAs.join(', ')}.`
}

/** `unmerge`: the tie of two ids is taken back (rule E7). */
async function unmergeContacts(session: Session, contact: string, id: string, options: OtherOptions): Promise<void> {
  const other = otherOf(id, options)
  const unmerge = await session.withApp((app) => app.unmergeContacts(contact, other))
  session.answer(unmerge, () => printable(unmerged(contact, other, unmerge)).concat('\n'))
}

function unmerged(contact: string, other: PersonId, { stillOne }: Unmerge): string {
  const taken = `The tie of ${contact} and ${other.type === 'anonymous' ? 'the anonymous id ' : ''}${other.id} is taken back.`
  if (stillOne) return `${taken} Other ties still make them one contact; desirepath export ${contact} shows its links and decisions.`
  return other.type === 'anonymous' ? taken : `${taken} They are two contacts.`
}

/** Adds `export`, `erase`, `merge` and `unmerge`. */
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
  program
    .command('merge')
    .argument('<contact>', 'its id')
    .argument('<other>', 'another id of the same person')
    .description('make two ids one contact')
    .option('--anonymous', 'the other id is an anonymous one')
    .action(run('merge', mergeContacts))
  program
    .command('unmerge')
    .argument('<contact>', 'its id')
    .argument('<other>', 'the id that is not the same person')
    .description('take back that two ids are one contact')
    .option('--anonymous', 'the other id is an anonymous one')
    .action(run('unmerge', unmergeContacts))
}
