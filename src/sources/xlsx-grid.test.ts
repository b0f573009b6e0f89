import ExcelJS from 'exceljs'
import { afterAll, describe, expect, it } from 'vitest'
import { dateShape, dateText } from './xlsx-date.ts'
import { fileFolder, xlsxOf } from './xlsx-files.test-support.ts'
import { readXlsxGrid } from './xlsx-grid.ts'

const files = fileFolder()
afterAll(() => files.remove())

async function written(name: string, fill: (book: ExcelJS.Workbook) => void): Promise<string> {
  const book = new ExcelJS.Workbook()
  fill(book)
  await book.xlsx.writeFile(files.path(name))
  return files.path(name)
}

describe('a sheet written by another program', () => {
  it('gives text, numbers, booleans, dates, results of formulas and rich text as text', async () => {
    const path = await written('kinds.xlsx', (book) => {
      const sheet = book.addWorksheet('Kinds')
      sheet.addRow(['text', 0.1 + 0.2, true, new Date(Date.UTC(2024, 4, 1, 10, 30)), { formula: 'B1*2', result: 0.6 }, '=1+1'])
      sheet.getCell('D1').numFmt = 'dd/mm/yyyy hh:mm'
      sheet.getCell('A2').value = { richText: [{ text: 'two ' }, { text: 'parts', font: { bold: true } }] }
      sheet.getCell('D2').value = new Date(Date.UTC(2024, 1, 29))
      sheet.getCell('D2').numFmt = 'd mmm yyyy'
      sheet.getCell('C4').value = 'far'
    })
    const { rows, sheet, notes } = await readXlsxGrid(path)
    expect(rows).toEqual([
      ['text', '0.30000000000000004', 'true', '2024-05-01T10:30:00', '0.6', '=1+1'],
      ['two parts', '', '', '2024-02-29'],
      [],
      ['', '', 'far'],
    ])
    expect(sheet).toBe('Kinds')
    expect(notes).toEqual([])
  })

  it('fills merged cells, down and across, and says so', async () => {
    const path = await written('merged.xlsx', (book) => {
      const sheet = book.addWorksheet('Map')
      sheet.addRows([
        ['stage', 'Aware', '', 'Buy'],
        ['lane', 'a', 'b', 'c'],
        ['', 'd', '', 'f'],
        ['', '', '', ''],
      ])
      sheet.mergeCells('B1:C1')
      sheet.mergeCells('A2:A4')
    })
    const { rows, notes } = await readXlsxGrid(path)
    expect(rows[0]).toEqual(['stage', 'Aware', 'Aware', 'Buy'])
    expect(rows.map(([first]) => first)).toEqual(['stage', 'lane', 'lane', 'lane'])
    expect(notes).toEqual(['Merged cells: each has the value of the first.'])
  })

  it('reads the first sheet that holds anything and names the others; a wrong name is told with near ones', async () => {
    const path = await written('sheets.xlsx', (book) => {
      book.addWorksheet('Empty')
      book.addWorksheet('Secret', { state: 'hidden' }).addRow(['hidden'])
      book.addWorksheet('Deals').addRow(['deal'])
      book.addWorksheet('Contacts').addRow(['contact'])
    })
    const first = await readXlsxGrid(path)
    expect(first).toMatchObject({ sheet: 'Deals', sheets: ['Empty', 'Deals', 'Contacts'], rows: [['deal']] })
    expect(first.notes.join()).toContain('others: "Empty", "Contacts"')
    expect((await readXlsxGrid(path, 'Contacts')).rows).toEqual([['contact']])
    await expect(readXlsxGrid(path, 'Deal')).rejects.toThrow(/no sheet "Deal".*Deals/)
  })
})

describe('a sheet from its XML', () => {
  const grid = async (name: string, content: Parameters<typeof xlsxOf>[0]) => readXlsxGrid(files.write(name, xlsxOf(content)))
  const dates =
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="46"/></cellXfs>'

  it('counts days from 1900 or from 1904, as the file says', async () => {
    const sheets = {
      S: '<sheetData><row r="1"><c r="A1" s="1"><v>43952</v></c><c r="B1" s="2"><v>43952.4375</v></c><c s="3"><v>1.5</v></c></row></sheetData>',
    }
    expect((await grid('y1900.xlsx', { sheets, styles: dates })).rows).toEqual([['2020-05-01', '2020-05-01T10:30:00', '1.5']])
    const later = await grid('y1904.xlsx', { sheets, styles: dates, workbook: '<workbookPr date1904="1"/>' })
    expect(later.rows).toEqual([['2024-05-02', '2024-05-02T10:30:00', '1.5']])
  })

  it('reads shared and inline strings without their reading aids, cells without places, and prefixed elements', async () => {
    const strings =
      '<si><t>one</t></si><si><r><t xml:space="preserve">a </t></r><r><t>b</t></r><rPh><t>no</t></rPh></si><si><t>x_x000A_y</t></si>'
    const sheets = {
      S: '<sheetData><row><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row><row><c t="inlineStr"><is><t><![CDATA[<in>]]></t></is></c></row></sheetData>',
    }
    expect((await grid('strings.xlsx', { sheets, strings })).rows).toEqual([['a b', 'x\ny'], ['<in>']])
    const prefixed = {
      S: '<x:sheetData xmlns:x="u"><x:row r="1"><x:c r="B1" t="str"><x:v>v</x:v></x:c></x:row></x:sheetData><x:mergeCells xmlns:x="u"><x:mergeCell ref="B1:C1"/></x:mergeCells>',
    }
    expect((await grid('prefix.xlsx', { sheets: prefixed })).rows).toEqual([['', 'v', 'v']])
  })

  it('counts errors, formulas without result and long numbers, and says what to do', async () => {
    const cells = [
      '<c r="A1" t="e"><v>#DIV/0!</v></c>',
      '<c r="B1"><f>1/3</f></c>',
      '<c r="C1"><v>1.23456789012345E+15</v></c>',
      '<c r="D1"><v>1234567890123457</v></c>',
      '<c r="E1"><v>12</v></c>',
    ]
    const { rows, notes } = await grid('findings.xlsx', { sheets: { S: `<sheetData><row r="1">${cells.join('')}</row></sheetData>` } })
    expect(rows).toEqual([['', '', '1.23456789012345E+15', '1234567890123457', '12']])
    expect(notes).toEqual([
      'A cell holds an error and is read as empty; the first is A1 (#DIV/0!).',
      'A formula has no saved result and is read as empty: open the file in a spreadsheet program and save it.',
      '2 numbers have more than 15 digits; a spreadsheet keeps 15. Ids belong into columns formatted as text.',
    ])
  })

  it('a file that is cut off or broken is told as such', async () => {
    const whole = xlsxOf({ sheets: { S: '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>' } })
    await expect(readXlsxGrid(files.write('cut.xlsx', whole.subarray(0, whole.length - 40)))).rejects.toThrow('cut off or damaged')
    await expect(grid('xml.xlsx', { sheets: { S: '<sheetData><row>' } })).rejects.toThrow('is damaged (xl/worksheets/sheet1.xml')
    await expect(grid('none.xlsx', { sheets: { S: '<sheetData/>' } })).rejects.toThrow('no filled cell')
  })
})

describe('day numbers', () => {
  it.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [61, '1900-03-01'],
    [25569, '1970-01-01'],
    [45413, '2024-05-01'],
  ])('day %s is %s', (serial, text) => expect(dateText(serial, 'date', false)).toBe(text))

  it('gives no day for 29 February 1900, negative numbers and far ones', () => {
    for (const serial of [60, -1, 3e6, Number.NaN]) expect(dateText(serial, 'date', false)).toBeNull()
  })

  it('rounds to milliseconds, so that a clock time comes back as it was typed', () => {
    expect(dateText(45413 + 1 / 3, 'both', false)).toBe('2024-05-01T08:00:00')
    expect(dateText(0.75, 'clock', false)).toBe('18:00:00')
    expect(dateText(0, 'date', true)).toBe('1904-01-01')
  })

  it.each([
    ['yyyy-mm-dd', 'date'],
    ['[$-409]d\\-mmm\\-yy;@', 'date'],
    ['mmm', 'date'],
    ['dd.mm.yyyy hh:mm', 'both'],
    ['[$-F400]h:mm:ss\\ AM/PM', 'clock'],
    ['[h]:mm:ss', null],
    ['#,##0.00\\ "days"', null],
    ['0.00E+00', null],
    ['General', null],
    ['"m"0', null],
  ])('%s is read as %s', (code, shape) => expect(dateShape(164, code)).toBe(shape))
})
