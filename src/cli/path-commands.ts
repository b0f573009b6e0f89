import type { Command } from 'commander'
import { addFilterOptions, type FilterOptions, filterOf, wholeNumber } from './filter-options.ts'
import { pathsText } from './paths-text.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'

interface PathsOptions extends FilterOptions {
  collapse?: boolean
  variants: number
}

/** `paths`: the ways cases went (rule P1). */
async function showPaths(session: Session, journey: string, options: PathsOptions): Promise<void> {
  const { collapse = false, variants } = options
  const paths = await session.withApp((app) => app.paths(journey, filterOf(options), { collapse, variants }))
  session.answer(paths, () => pathsText(paths))
}

/** Adds `paths`. */
export function addPathsCommand(program: Command, run: RunCommand): void {
  addFilterOptions(
    program.command('paths').argument('<journey>').description('print the ways cases went: sequences, and what follows what'),
  )
    .option('--collapse', 'count equal events in a row once')
    .option('--variants <rows>', 'show at most so many sequences', wholeNumber(0, 1_000_000), 20)
    .action(run('paths', showPaths))
}
