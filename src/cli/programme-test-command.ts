import type { Command } from 'commander'
import type { TestSent } from '../programme/test-message.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable } from './table.ts'

/** `programme send-test`: one message to one typed address, with the data of a contact, who does not get it. */
async function sendTest(
  session: Session,
  programme: string,
  message: string,
  { contact, to }: { contact: string; to: string },
): Promise<void> {
  const sent = await session.withApp((app) => app.sendTest(programme, message, { contact, to }))
  session.answer(sent, () => sentText(sent))
}

function sentText({ to, subject, contact, server, notes }: TestSent): string {
  const lines = [
    `Sent to ${to} alone, through ${server}: ${subject}`,
    `It shows the data of the contact ${contact}, who did not get it.`,
    ...notes.map((note) => `  caution  ${note}`),
  ]
  return lines.map((line) => `${printable(line)}\n`).join('')
}

/** Adds `programme send-test`. */
export function addProgrammeTestCommand(programme: Command, run: RunCommand): void {
  programme
    .command('send-test')
    .argument('<programme>', 'its id')
    .argument('<message>', 'the id of one of its messages')
    .description('send one message to one address of yours, as a test')
    .requiredOption('--contact <id>', 'whose data it shows; this contact gets nothing')
    .requiredOption('--to <address>', 'the one address that it goes to')
    .action(run('programme send-test', sendTest))
}
