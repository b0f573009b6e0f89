import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errorCodes } from '../core/error.ts'
import { runArguments } from './command-line.ts'
import { witness } from './fake-app.test-support.ts'

const docs = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8')

async function help(...command: string[]): Promise<string> {
  const seen = witness({})
  await runArguments([...command, '--help'], seen.surroundings, '0')
  return seen.out
}

const namesIn = (text: string) =>
  [...text.matchAll(/^ {2}([a-z]+)(?: |$)/gm)].map((match) => match[1] ?? '').filter((name) => name !== 'help')

describe('docs/cli.md', () => {
  it('names every command and every option', async () => {
    const top = namesIn((await help()).split('Commands:')[1] ?? '')
    const inner = namesIn((await help('journey')).split('Commands:')[1] ?? '').map((name) => `journey ${name}`)
    const commands = [...top.filter((name) => name !== 'journey'), ...inner]
    expect(commands.length).toBeGreaterThan(10)
    for (const command of commands) {
      expect(docs).toMatch(new RegExp(`^\\| \`${command}[ \`]`, 'm'))
      const options = [...(await help(...command.split(' '))).matchAll(/^ {2}(?:-\w, )?(--[a-z]+)/gm)].map((match) => match[1] ?? '')
      for (const option of options) expect(docs, `${command} ${option}`).toContain(`\`${option}`)
    }
  })

  it('names every exit code', () => {
    for (const [code, { exit }] of Object.entries(errorCodes)) expect(docs).toMatch(new RegExp(`^\\| ${exit} \\| [^|]*\\b${code}\\b`, 'm'))
  })
})
