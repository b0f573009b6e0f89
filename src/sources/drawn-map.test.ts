import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, describe, expect, it } from 'vitest'
import { parseJourney } from '../model/parse-journey.ts'
import { type DrawnOptions, drawMap } from './drawn-map.ts'
import { gridOfText, readGrid } from './read-grid.ts'

const folder = mkdtempSync(join(tmpdir(), 'drawn-map-'))
afterAll(() => rmSync(folder, { recursive: true }))

const plain: DrawnOptions = { id: null, name: null, subject: 'contact', transposed: null, lanes: {}, fallbackName: 'A file' }
const draw = (text: string, options: Partial<DrawnOptions> = {}) => drawMap(gridOfText(text).rows, { ...plain, ...options })
const lanesOf = (drawn: ReturnType<typeof drawMap>) => drawn.rows.map(({ lane }) => lane)

describe('[J6] a drawn map', () => {
  it('as typed into a sheet: title, persona, phases above stages, several lines and bullets in a cell', () => {
    const drawn = draw(`Customer journey: Buying a CRM,,,,
Persona: Anna,34 and head of sales,,,
,Awareness,,Purchase,Onboarding
Stage,Notices,Searches,Decides,First week
User goals,Find relief,Compare,"Get a price
Convince the boss",Start
Doing,"• Reads
• Asks peers
   who know",Searches,1. Calls,Logs in
Channels,Blog,Web,Phone,App
Pain points,,No price,=SUM(A1),-slow
Emotional journey,-1,0,1,2
KPIs,visits,leads,deals,logins
`)
    expect(drawn.spec).toMatchObject({
      journey: 'buying-a-crm',
      name: 'Buying a CRM',
      personas: [{ id: 'anna', name: 'Anna', description: '34 and head of sales' }],
    })
    expect(drawn.spec.stages.map(({ name, lifecycle, intended }) => [name, lifecycle, intended?.emotion])).toEqual([
      ['Notices', 'awareness', -1],
      ['Searches', 'awareness', 0],
      ['Decides', 'acquisition', 1],
      ['First week', 'onboarding', 2],
    ])
    expect(drawn.spec.stages[0]?.actions).toEqual(['Reads', 'Asks peers\n who know'])
    expect(drawn.spec.stages[2]).toMatchObject({ goals: ['Get a price', 'Convince the boss'], actions: ['Calls'], friction: ['=SUM(A1)'] })
    expect(drawn.spec.stages[3]?.friction).toEqual(['-slow'])
    expect(drawn.rows.at(-1)).toMatchObject({ label: 'KPIs', lane: null, how: 'left', filled: 4, example: 'visits' })
    expect(drawn.text).toContain('# KPIs / Decides: deals\n')
    expect(parseJourney(drawn.text).findings.filter(({ kind }) => kind === 'error')).toEqual([])
  })

  it('as a service design tool has it: stages over steps, storyboard and lanes of its own, merged cells', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('Map')
    sheet.addRow(['Tess buys a coffee'])
    sheet.mergeCells('A1:E1')
    sheet.addRow(['Stages', 'Before', null, 'Purchase', 'After'])
    sheet.mergeCells('B2:C2')
    sheet.addRow(['Steps', 'Wakes up', 'Goes to the café', 'Orders', 'Tells a friend'])
    sheet.addRow(['Text lane: needs', 'Coffee', 'Open now?', 'Fast', 'A treat'])
    sheet.addRow(['Emotional journey', -2, -1, 1, 2])
    sheet.addRow(['Channels', 'none', 'Phone', 'Counter', 'Chat'])
    sheet.addRow(['Opportunities', 'Say when open', null, { formula: '1+1', result: 2 }, null])
    sheet.mergeCells('B7:C7')
    const path = join(folder, 'tess.xlsx')
    await book.xlsx.writeFile(path)
    const grid = await readGrid(path)
    const drawn = drawMap(grid.rows, plain, grid.notes)
    expect(drawn.spec.name).toBe('Tess buys a coffee')
    expect(drawn.spec.stages.map(({ name, lifecycle }) => [name, lifecycle])).toEqual([
      ['Wakes up', 'awareness'],
      ['Goes to the café', 'awareness'],
      ['Orders', 'acquisition'],
      ['Tells a friend', 'retention'],
    ])
    expect(drawn.spec.stages.map(({ opportunities }) => opportunities)).toEqual([['Say when open'], ['Say when open'], ['2'], undefined])
    expect(drawn.notes.join(' ')).toContain('Merged cells')
    expect(lanesOf(drawn)).toEqual(['goals', 'emotion', 'touchpoints', 'opportunities'])
  })

  it('with rows as stages, in German, separated by semicolons', () => {
    const drawn = draw(`Phase;Kundenziele;Handlungen;Kontaktpunkte;Schmerzpunkte;Stimmung;Verbesserungsideen
Bewusstsein;Lösung finden;Sucht;Suchmaschine;Zu viel Auswahl;neutral;Ratgeber
Kauf;Guter Preis;Bestellt;Laden;Versandkosten;positiv;Rabatt
`)
    expect(drawn.transposed).toBe(true)
    expect(lanesOf(drawn)).toEqual(['goals', 'actions', 'touchpoints', 'friction', 'emotions', 'opportunities'])
    expect(drawn.spec.stages.map(({ id, lifecycle, intended, emotions }) => [id, lifecycle, intended?.emotion, emotions])).toEqual([
      ['bewusstsein', 'awareness', 0, ['neutral']],
      ['kauf', 'acquisition', 1, ['positiv']],
    ])
    expect(
      draw('Stage,Actions,Goals\nDesign,Draws,Plan\nActions,Runs,Win\n', { transposed: false }).spec.stages.map(({ name }) => name),
    ).toEqual(['Actions', 'Goals'])
  })

  it('as pasted, in Dutch, French and Spanish', () => {
    const rows = (labels: string[]) => `Fase\tA\tB\n${labels.map((label) => `${label}\tx\ty`).join('\n')}`
    expect(
      lanesOf(draw(rows(['Klantbehoeften', 'Gedrag', 'Contactmomenten', 'Vragen', 'Zorgen', 'Gevoel', 'Pijnpunten', 'Kansen']))),
    ).toEqual(['goals', 'actions', 'touchpoints', 'questions', 'concerns', 'emotions', 'friction', 'opportunities'])
    expect(
      lanesOf(draw(rows(['Objectifs', 'Activités', 'Points de contact', 'Pensées', 'Ressenti', 'Irritants', 'Améliorations']))),
    ).toEqual(['goals', 'actions', 'touchpoints', 'thoughts', 'emotions', 'friction', 'opportunities'])
    expect(
      lanesOf(
        draw(rows(['Necesidades', 'Acciones', 'Puntos de contacto', 'Preguntas', 'Miedos', 'Emociones', 'Problemas', 'Oportunidades'])),
      ),
    ).toEqual(['goals', 'actions', 'touchpoints', 'questions', 'concerns', 'emotions', 'friction', 'opportunities'])
  })

  it('as a list of notes with their frame and their tag', () => {
    const drawn = draw(
      'Frame,Tag,Text\nDiscover,Actions,"Reads, then asks"\nDiscover,Actions,Calls\nBuy,Pain points,No price\nBuy,Ideas,"Say\nit"\n',
    )
    expect(drawn.spec.stages).toMatchObject([
      { name: 'Discover', actions: ['Reads, then asks', 'Calls'] },
      { name: 'Buy', friction: ['No price'], opportunities: ['Say\nit'] },
    ])
  })

  it('takes a row where a person says, and refuses one that is not there', () => {
    const table = 'Stage,A,B\nActions,x,y\nMoments,m,n\n'
    expect(draw(table, { lanes: { moments: 'thoughts', Actions: 'leave' } }).rows.map(({ lane, how }) => [lane, how])).toEqual([
      [null, 'left'],
      ['thoughts', 'chosen'],
    ])
    expect(() => draw(table, { lanes: { Momments: 'thoughts' } })).toThrow('There is no row "Momments". Its rows: "Actions", "Moments".')
  })

  it('keeps feelings as words where their scale is not certain', () => {
    const emotions = (row: string) =>
      draw(`Stage,A,B\nActions,x,y\nEmotion,${row}\n`).spec.stages.map(({ intended, emotions: words }) => intended?.emotion ?? words?.[0])
    expect(emotions('1,5')).toEqual([-2, 2])
    const words = draw('Stage,A,B\nActions,x,y\nMood,1,5\n', { lanes: { Mood: 'emotions' } })
    expect(words.spec.stages.map((one) => one.emotions)).toEqual([['1'], ['5']])
    const two = draw('Stage,A,B\nActions,x,y\nMood,1,5\nFeelings,0,-2\n')
    expect(two.spec.stages.map(({ intended, emotions: kept }) => [intended?.emotion, kept])).toEqual([
      [-2, ['0']],
      [2, ['-2']],
    ])
    expect(two.notes).toContain('Row "Feelings" is kept as words: a row above it is the intended emotion.')
    expect(emotions('🙂,😡')).toEqual([1, -2])
    expect(emotions('1,2')).toEqual(['1', '2'])
    expect(emotions('7,9')).toEqual(['7', '9'])
    expect(emotions('Curious,positive')).toEqual(['Curious', 'positive'])
  })

  it('goes on below a merged label, joins stages of one name, and numbers stages without names', () => {
    const drawn = draw('Stage,Buy,,Use\nActions,a,b,c\n,d,,\nQuestions,,q,\n')
    expect(drawn.spec.stages).toMatchObject([
      { name: 'Buy', actions: ['a', 'd', 'b'], questions: ['q'] },
      { name: 'Use', actions: ['c'] },
    ])
    const nameless = draw('Actions,a,b\nQuestions,c,d\n')
    expect(nameless.spec.stages.map(({ name }) => name)).toEqual(['Stage 1', 'Stage 2'])
    expect(nameless.notes).toContain('No row names the stages, so they are numbered.')
  })
})

describe('what is no drawn map is told with the way out', () => {
  it.each([
    ['', 'There is no filled cell in it'],
    ['\n ,, \n', 'There is no filled cell in it'],
    ['Actions\nReads\nCalls\n', 'It has one column only'],
    [
      `Actions,${Array.from({ length: 299 }, (_, i) => `c${i}`).join(',')}\nStage,${Array.from({ length: 299 }, (_, i) => `s${i}`).join(',')}\n`,
      'it has 299 stages; a map has at most 50',
    ],
    ['a\0b', 'binary data'],
    ['x,Actions\ny,Questions\nz,Goals\n', 'No stage was found'],
  ])('%j', (text, message) => expect(() => draw(text)).toThrow(message))

  it('a photo, a log, a file that is not there', async () => {
    const photo = join(folder, 'map.png')
    writeFileSync(photo, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]))
    await expect(readGrid(photo)).rejects.toThrow('binary data')
    const log = join(folder, 'log.ndjson')
    writeFileSync(log, '{"a":1}\n{"a":2}\n')
    await expect(readGrid(log)).rejects.toThrow('is NDJSON; a drawn map is read from CSV, TSV or XLSX')
    await expect(readGrid(join(folder, 'none.csv'))).rejects.toThrow('There is no file')
  })
})
