import type { Command } from 'commander'
import { AppError } from '../core/error.ts'
import { count, countOf, instant } from '../map/format.ts'
import { findingText } from '../model/journey-finding.ts'
import type { RunCommand } from './run-command.ts'
import type { Session } from './session.ts'
import { printable, tableColumns, textTable } from './table.ts'

/** `journey versions`: every kept version, newest first. */
async function listVersions(session: Session, id: string): Promise<void> {
  const versions = await session.withApp((app) => app.versions(id))
  session.answer({ journey: id, versions }, () =>
    textTable(
      tableColumns([], ['Version', 'Kept (UTC)', 'Stages'], ['Note']),
      versions.map(({ number, createdAt, stages, note }) => [String(number), instant(createdAt), count(stages), note]),
    ),
  )
}

/** `journey diff`: what is different in a later version, in words; without a second number, in the newest one. */
async function differVersions(session: Session, id: string, from: string, to: string | undefined): Promise<void> {
  const compared = await session.withApp(async (app) => {
    const newest = (await app.versions(id))[0]?.number ?? 1
    return app.versionDifferences(id, versionNumber(from), to === undefined ? newest : versionNumber(to))
  })
  session.answer({ journey: id, ...compared }, () => {
    const { differences } = compared
    const head = `Version ${compared.from.number} and version ${compared.to.number}: ${differences.length === 0 ? 'nothing that counts is different' : countOf(differences.length, 'difference')}.\n`
    return (
      head + differences.map(({ place, before, after }) => `${printable(place)}\n${sideText('-', before)}${sideText('+', after)}`).join('')
    )
  })
}

function sideText(sign: string, text: string | null): string {
  if (text === null) return ''
  return text
    .split('\n')
    .map((line) => `  ${sign} ${printable(line)}\n`)
    .join('')
}

/** `journey restore`: keeps an earlier version's text as the newest version. */
async function restoreVersion(session: Session, id: string, number: string): Promise<void> {
  const kept = await session.withApp((app) => app.restoreVersion(id, versionNumber(number)))
  session.answer({ journey: id, ...kept }, () => {
    const findings = kept.findings.map((finding) => `  ${printable(findingText(finding))}\n`).join('')
    return `Journey ${printable(id)} is at version ${kept.version.number}, with the text of version ${versionNumber(number)}.\n${findings}`
  })
}

function versionNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new AppError(
    'usage',
    `"${text}" is no number of a version: write a whole number from 1, as desirepath journey versions lists them.`,
  )
}

/** Adds `journey versions|diff|restore`. */
export function addVersionCommands(journey: Command, run: RunCommand): void {
  journey
    .command('versions')
    .argument('<journey>')
    .description('list the kept versions of a journey')
    .action(run('journey versions', listVersions))
  journey
    .command('diff')
    .argument('<journey>')
    .argument('<from>', 'the number of a version')
    .argument('[to]', 'the number of another; without it, the newest')
    .description('say in words what is different between two versions')
    .action(run('journey diff', differVersions))
  journey
    .command('restore')
    .argument('<journey>')
    .argument('<version>', 'the number of a version')
    .description('keep the text of an earlier version as the newest version')
    .action(run('journey restore', restoreVersion))
}
