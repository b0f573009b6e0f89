import type { EventDraft, MapRow } from './drafts.ts'
import { columnsOf, type Mapping, type PartMapping } from './mapping.ts'
import { PartRows } from './part-rows.ts'
import type { Row } from './row-reader.ts'

/** Makes the mapper of rows with these columns. */
type MakeMapper = (mapping: Mapping, columns: readonly string[]) => MapRow

/** Maps the parts of a row whose own id is known; "" where it has none. */
export type MapParts = (row: Row, rowId: string, drafts: Parameters<MapRow>[1]) => void

/** Maps the parts of rows with these columns, which may grow. One part at a time is in memory beside its drafts. */
export function partsMapper({ each, mapping }: PartMapping, columns: readonly string[], mapperOf: MakeMapper): MapParts {
  const parts = new PartRows(each, wantedOf(mapping))
  let width = -1
  let mapRow: MapRow = () => {}
  const mapPart = (part: Row, drafts: Parameters<MapRow>[1]) => {
    if (parts.columns.length !== width) {
      width = parts.columns.length
      mapRow = mapperOf(mapping, parts.columns)
    }
    mapRow(part, drafts)
  }
  return (row, rowId, drafts) => {
    const first = drafts.events.length
    for (const part of parts.of(row, columns)) {
      if ('cells' in part) mapPart(part, drafts)
      else drafts.rejects.push(part)
    }
    for (let index = first; index < drafts.events.length; index++) nameApart(drafts.events[index] as EventDraft, each, rowId)
  }
}

/** The columns that parts must have of the rows above. */
function wantedOf(mapping: Mapping): ReadonlySet<string> {
  return new Set(columnsOf(mapping).map(({ column }) => column))
}

/** A part's own id may be that of a part elsewhere, or of its row: the path of the list and the row's id stand before it. */
function nameApart(draft: EventDraft, each: readonly string[], rowId: string) {
  if (draft.id !== '') draft.id = [each.map(encodeURIComponent).join('/'), encodeURIComponent(rowId), draft.id].join(':')
}
