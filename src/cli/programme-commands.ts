import type { Command } from 'commander'
import { addProgrammeAuditCommand } from './programme-audit-command.ts'
import { addProgrammeCalendarCommand } from './programme-calendar-command.ts'
import { addProgrammeDesignCommand } from './programme-design-command.ts'
import { addProgrammeDocumentCommands } from './programme-document-commands.ts'
import { addProgrammeExportCommands } from './programme-export-commands.ts'
import { addProgrammeReplayCommands } from './programme-replay-command.ts'
import { addProgrammeTestCommand } from './programme-test-command.ts'
import type { RunCommand } from './run-command.ts'

/** Adds `programme`: what is sent to whom, when. */
export function addProgrammeCommands(program: Command, run: RunCommand): void {
  const programme = program.command('programme').description('e-mail programmes: designed from how long people stay')
  addProgrammeDesignCommand(programme, run)
  addProgrammeAuditCommand(programme, run)
  addProgrammeTestCommand(programme, run)
  addProgrammeReplayCommands(programme, run)
  addProgrammeCalendarCommand(programme, run)
  addProgrammeDocumentCommands(programme, run)
  addProgrammeExportCommands(programme, run)
}
