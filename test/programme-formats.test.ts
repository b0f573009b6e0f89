import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { unzipSync } from 'fflate'
import type { CreateAutomationOptions } from 'resend'
import { afterAll, describe, expect, it } from 'vitest'
import { exportProgramme } from '../src/programme/export-programme.ts'
import { sampleJourney, sampleProgramme } from '../src/programme/programme.test-support.ts'
import { flowsOf } from '../src/programme/targets/flow.ts'
import { resendAutomation } from '../src/programme/targets/resend/resend-automation.ts'
import type { ExportFile } from '../src/programme/targets/target.ts'
import { targetNamed } from '../src/programme/targets/target-registry.ts'
import { dittofeedSchemas } from './vendor-schemas/dittofeed-schema.ts'
import { mauticSchema } from './vendor-schemas/mautic-schema.ts'
import { vendorValidator } from './vendor-schemas/open-api-schema.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

async function filesFor(id: string): Promise<readonly ExportFile[]> {
  const date = { year: 2026, month: 3, day: 27 }
  return (await exportProgramme({ programme: sampleProgramme(), journey: sampleJourney(), design: null, target: targetNamed(id), date }))
    .files
}

/** The JSON files of a folder of an export, by path. */
async function jsonFiles(id: string, folder: string): Promise<{ path: string; json: unknown }[]> {
  const found = (await filesFor(id)).filter(({ path }) => path.startsWith(folder) && path.endsWith('.json'))
  expect(found.length).toBeGreaterThan(0)
  return found.map(({ path, content }) => ({ path, json: JSON.parse(String(content)) }))
}

/** A copy of JSON in which a text is another. */
function changed(json: unknown, from: string, to: string): unknown {
  const text = JSON.stringify(json)
  expect(text).toContain(from)
  return JSON.parse(text.replace(from, to))
}

describe.each([
  {
    id: 'klaviyo',
    folder: 'flows/',
    file: 'klaviyo-flow-create.json',
    schema: 'FlowCreateQuery',
    breaks: ['"unit":"days"', '"unit":"fortnights"'],
  },
  {
    id: 'hubspot',
    folder: 'workflows/',
    file: 'hubspot-flow-create.json',
    schema: 'ApiContactFlowCreateRequest',
    breaks: ['"flowType":"WORKFLOW"', '"flowType":"DREAM"'],
  },
] as const)('what is exported for $id', ({ id, folder, file, schema, breaks }) => {
  it('is as the published description of its API says, and a broken sample is not', async () => {
    const validate = vendorValidator(file, schema)
    if (validate === null) return
    const files = await jsonFiles(id, folder)
    for (const { path, json } of files) expect(validate(json) ? [] : validate.errors?.slice(0, 5), path).toEqual([])
    const [from, to] = breaks
    const broken = files.find(({ json }) => JSON.stringify(json).includes(from))
    expect(validate(changed(broken?.json, from, to))).toBe(false)
  })
})

describe('what is exported for Dittofeed', () => {
  it.each([
    ['journeys/', '"DelayNode"', '"RateLimitNode"'],
    ['segments/', '"Equals"', '"Resembles"'],
    ['templates/', '"Email"', '"Letter"'],
    ['user-properties/', '"Trait"', '"Mood"'],
  ])('is in %s as its sources say, and a broken sample is not', async (folder, from, to) => {
    const validate = new Ajv({ allErrors: true }).compile(dittofeedSchemas[folder] ?? {})
    const files = await jsonFiles('dittofeed', folder)
    for (const { path, json } of files) expect(validate(json) ? [] : validate.errors, path).toEqual([])
    const broken = files.find(({ json }) => JSON.stringify(json).includes(from))
    expect(validate(changed(broken?.json, from, to))).toBe(false)
  })

  it('leads nowhere that is not there', async () => {
    const segments = (await jsonFiles('dittofeed', 'segments/')).map(({ json }) => (json as { id: string }).id)
    const templates = (await jsonFiles('dittofeed', 'templates/')).map(({ json }) => (json as { id: string }).id)
    for (const { path, json } of await jsonFiles('dittofeed', 'journeys/')) {
      const nodes = [...JSON.stringify(json).matchAll(/"nodes":.*/g)].join('')
      const ids = [...nodes.matchAll(/"id":"([^"]+)","type"/g)].map(([, id]) => id)
      const led = [...JSON.stringify(json).matchAll(/"(?:child|timeoutChild|trueChild|falseChild)":"([^"]+)"/g)].map(([, id]) => id)
      expect(
        led.filter((id) => id !== 'ExitNode' && !ids.includes(id)),
        path,
      ).toEqual([])
      const named = [...JSON.stringify(json).matchAll(/"(?:segment|segmentId)":"([^"]+)"/g)].map(([, id]) => id ?? '')
      expect(
        named.filter((id) => !segments.includes(id)),
        path,
      ).toEqual([])
      const sent = [...JSON.stringify(json).matchAll(/"templateId":"([^"]+)"/g)].map(([, id]) => id ?? '')
      expect(sent.length).toBeGreaterThan(0)
      expect(
        sent.filter((id) => !templates.includes(id)),
        path,
      ).toEqual([])
    }
  })
})

describe('what is exported for Mautic', () => {
  it('is as its import takes it, stored and not deflated, and a broken sample is not', async () => {
    const validate = new Ajv({ allErrors: true, validateFormats: false }).compile(mauticSchema)
    const zips = (await filesFor('mautic')).filter(({ path }) => path.endsWith('.zip'))
    expect(zips.length).toBe(8)
    for (const { path, content } of zips) {
      const bytes = content as Uint8Array
      // Bytes 8 and 9 of an entry's head: how it is packed; 0 is stored.
      expect([bytes[8], bytes[9]], path).toEqual([0, 0])
      const entries = Object.values(unzipSync(bytes))
      expect(entries.length).toBe(1)
      const json: unknown = JSON.parse(new TextDecoder().decode(entries[0]))
      expect(validate(json) ? [] : validate.errors, path).toEqual([])
      expect(validate(changed(json, '"is_published":false', '"is_published":true'))).toBe(false)
      expect(validate(changed(json, '"dependencies":[{', '"dependencies":[{"email":[]},{'))).toBe(false)
    }
  })
})

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** What the compiler says of automations that are given as options of Resend's library. */
function compiled(automations: readonly unknown[]): string {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, 'node_modules/.cache/resend-types-'))
  folders.push(folder)
  const lines = automations.map((json, index) => `export const a${index} = ${JSON.stringify(json)} satisfies CreateAutomationOptions`)
  writeFileSync(join(folder, 'automations.ts'), `import type { CreateAutomationOptions } from 'resend'\n${lines.join('\n')}\n`)
  const args = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'nodenext',
    '--target',
    'esnext',
    '--types',
    'node',
    'automations.ts',
  ]
  const run = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...args], { cwd: folder, encoding: 'utf8' })
  return `${run.stdout}${run.stderr}`
}

describe('what is exported for Resend', () => {
  it('is as the types of its library say, and a broken sample is not', async () => {
    const automations = (await jsonFiles('resend', 'automations/')).map(({ json }) => json)
    expect(compiled(automations)).toBe('')
    const [first] = flowsOf(sampleProgramme()).map((flow): CreateAutomationOptions => resendAutomation(sampleProgramme(), flow, new Map()))
    expect(first?.status).toBe('disabled')
    expect(compiled([changed(automations[0], '"disabled"', '"asleep"')])).toContain('asleep')
    expect(compiled([changed(automations[0], '"timeout"}', '"too late"}')])).toContain('too late')
  }, 60_000)
})
