import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp } from '../src/app/open-app.ts'
import { runLine, witness } from '../src/cli/fake-app.test-support.ts'
import { parseMapping } from '../src/sources/mapping.ts'
import { layEmptyData } from './empty-data.ts'
import { type ImportPlace, openImportPlace } from './import-place.ts'
import { importTexts } from './import-set.ts'

const contacts = 'id,property_email,property_createdate\n51,Ann@acme.example,2024-01-01 07:00:00\n52,bob@acme.example,2024-01-01 07:00:00\n'
const deals = 'deal_id,deal_pipeline_stage_id,portal_id,property_dealname,property_createdate\n91,closedwon,1,Big,2024-02-01 00:00:00\n'
const pairs = 'contact_id,deal_id,type_id,category\n51,91,3,HUBSPOT_DEFINED\n77,91,3,HUBSPOT_DEFINED\n78,91,3,HUBSPOT_DEFINED\n'
const mails =
  'action,campaign_id,list_id,email_address,timestamp\nclick,c1,l1,ANN@acme.example,2024-01-03 10:00:00\nclick,c1,l1,bob@acme.example,2024-01-04 10:00:00\n'
const team = 'owner_id,email,team_id\n1,eve@seller.example,2\n'

describe('several files as one data set', () => {
  let place: ImportPlace
  beforeAll(async () => {
    place = await openImportPlace()
  })
  afterAll(() => place.close())

  it('tells what joins to what, ties addresses, warns where most ids have no match, leaves the team out', async () => {
    const set = await importTexts(place, {
      'contacts.csv': contacts,
      'deals.csv': deals,
      'deal_contact.csv': pairs,
      'mails.csv': mails,
      'owner.csv': team,
    })
    expect(
      set.proposal.joins.map(({ from, to, matchedRows, rows, ...join }) => ({
        ...join,
        from: from.split('/').at(-1),
        to: to.split('/').at(-1),
        inRows: `${matchedRows} of ${rows}`,
      })),
    ).toEqual([
      {
        from: 'deal_contact.csv',
        to: 'deals.csv',
        object: 'deal',
        column: 'deal_id',
        toColumn: 'deal_id',
        matched: 1,
        of: 1,
        inRows: '3 of 3',
      },
      {
        from: 'deal_contact.csv',
        to: 'contacts.csv',
        object: 'contact',
        column: 'contact_id',
        toColumn: 'id',
        matched: 1,
        of: 3,
        inRows: '1 of 3',
      },
      {
        from: 'mails.csv',
        to: 'contacts.csv',
        object: 'contact',
        column: 'email_address',
        toColumn: 'id',
        matched: 2,
        of: 2,
        inRows: '2 of 2',
      },
    ])
    expect(set.file('deal_contact.csv').notes).toEqual([
      'Only 33 % of the contact ids in contact_id are in the files given with it: is one missing?',
    ])
    expect(set.file('contacts.csv').notes.join(' ')).toContain('tied as one contact')
    expect(set.links).toContain('contact 51 → contact ann@acme.example')
    expect(set.file('owner.csv')).toMatchObject({ mapping: null, problems: [], notes: ['Left out: it holds the team, no customers.'] })
  })

  it('leaves a table out that describes what another one names, and says so; not where hardly any is there', async () => {
    const orders = 'deal_id,product,closed_on\n1,Basic,2024-01-01\n2,Pro,2024-01-02\n3,Pro,2024-01-03\n'
    const set = await importTexts(place, { 'orders.csv': orders, 'products.csv': 'product,price\nBasic,10\nPro,20\n' })
    const why = 'Left out: each row describes one product, which orders.csv names in its column product; no journey is about these.'
    expect(set.file('products.csv')).toMatchObject({ mapping: null, problems: [], notes: [why] })
    const other = await importTexts(place, { 'orders.csv': orders, 'products.csv': 'product,price\nSmall,10\nLarge,20\n' })
    expect(other.file('products.csv').problems.join()).toContain('No column of')
  })

  it('[E7] an address that several contacts share ties nobody', async () => {
    const shared = `${contacts}53,bob@acme.example,2024-01-01 07:00:00\n`
    const set = await importTexts(place, { 'contacts.csv': shared, 'mails.csv': mails })
    expect(set.links).toEqual([])
    expect(set.file('contacts.csv').notes.join(' ')).toContain('stand in several rows')
  })

  it('[E5] gives the same facts in any order of the files', async () => {
    const files = { 'contacts.csv': contacts, 'deals.csv': deals, 'deal_contact.csv': pairs, 'mails.csv': mails }
    const names = Object.keys(files) as (keyof typeof files)[]
    const facts = []
    for (let turn = 0; turn < names.length; turn++) {
      const turned = [...names.slice(turn), ...names.slice(0, turn)]
      const { events, properties, links } = await importTexts(place, Object.fromEntries(turned.map((name) => [name, files[name]])))
      facts.push({ events, properties, links })
    }
    expect(facts[0]?.links).toHaveLength(5)
    for (const other of facts) expect(other).toEqual(facts[0])
  })

  it('proposes mappings that are documents to change: read again they say the same', async () => {
    const set = await importTexts(place, { 'contacts.csv': contacts, 'mails.csv': mails })
    for (const { mapping, sentences } of set.proposal.files) {
      expect(parseMapping(mapping ?? '').source).toBeNull()
      expect(sentences.length).toBeGreaterThan(2)
    }
  })
})

describe('desirepath import FOLDER', () => {
  const folder = mkdtempSync(join(tmpdir(), 'desirepath-set-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const put = (name: string, files: Record<string, string>) => {
    mkdirSync(join(folder, name))
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text)
    return join(folder, name)
  }
  const real = (data: string) => witness({}, { openApp: async (options) => openApp({ ...options, data: await laid(data) }) })
  const laid = async (data: string) => (existsSync(join(folder, data)) ? join(folder, data) : layEmptyData(join(folder, data)))

  it('one failure leaves the others whole, says so, and exits 3', async () => {
    const path = put('crm', { 'contacts.csv': contacts, 'deals.csv': deals, 'broken.csv': 'a,b\n1,2\n', 'readme.md': '# no data' })
    const seen = real('one')
    expect(await runLine(['import', path], seen)).toBe(3)
    expect(seen.out).toContain('contacts.csv: imported')
    expect(seen.out).toContain('  Recognised: HubSpot contacts')
    expect(seen.out).toContain('broken.csv: failed: No column of')
    expect(seen.out).toContain('1 of 3 files failed; the others are imported whole.')
    expect(seen.out).not.toContain('readme.md')
    const again = real('one')
    expect(await runLine(['imports', '--json'], again)).toBe(0)
    expect(JSON.parse(again.out)).toMatchObject([{ state: 'complete' }, { state: 'complete' }])
  })

  it('answers with JSON: files, joins, imports', async () => {
    const path = put('mail', { 'contacts.csv': contacts, 'mails.csv': mails })
    const seen = real('two')
    expect(await runLine(['import', path, '--source', 'crm', '--json'], seen)).toBe(0)
    const answer = JSON.parse(seen.out)
    expect(answer.files).toMatchObject([
      { presetId: 'hubspot-contacts', state: 'imported', import: { source: 'crm/contacts.csv', added: 2 } },
      { presetId: 'mailchimp-activity', state: 'imported', import: { source: 'crm/mails.csv', added: 2 } },
    ])
    expect(answer.joins).toMatchObject([{ column: 'email_address', matched: 2, of: 2 }])
  })

  it('computes the figures of every journey once all files are there', async () => {
    const first = put('before', { 'contacts.csv': contacts, 'mails.csv': mails })
    expect(await runLine(['import', first], real('four'))).toBe(0)
    const journey = join(folder, 'clicks.yaml')
    writeFileSync(
      journey,
      'journey: clicks\nsubject: contact\nstages:\n  - { id: clicked, lifecycle: awareness, entry: E-mail clicked, dropAfter: 30d, window: 60d }\n',
    )
    expect(await runLine(['journey', 'apply', journey], real('four'))).toBe(0)
    const more = put('after', {
      'contacts.csv': `${contacts}53,cia@acme.example,2024-01-01 07:00:00\n`,
      'mails.csv': mails.replace('bob@', 'cia@'),
    })
    const seen = real('four')
    expect(await runLine(['import', more], seen)).toBe(0)
    const listed = real('four')
    await runLine(['journey', 'list', '--json'], listed)
    expect(JSON.parse(listed.out)).toMatchObject([{ id: 'clicks', subjects: 3 }])
  })

  it('says what is wrong with an empty folder', async () => {
    const seen = real('three')
    expect(await runLine(['import', put('none', { 'readme.md': '# no data' })], seen)).toBe(2)
    expect(seen.err).toContain('there is no file to import in the folder')
  })
})
