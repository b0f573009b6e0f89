import type { KeyboardEvent } from 'react'

const steps: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Moves the focus between the cells of a table by arrow keys, Home and End; Enter on a cell follows its first link. */
export function moveInGrid(event: KeyboardEvent<HTMLTableElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return
  const cell = event.target.closest<HTMLElement>('[data-row]')
  if (!cell) return
  if (event.key === 'Enter' && event.target === cell) {
    const link = cell.querySelector<HTMLElement>('a')
    if (!link) return
    event.preventDefault()
    link.click()
    return
  }
  const next = nextCell(event.currentTarget, cell, event.key)
  if (!next) return
  event.preventDefault()
  for (const old of event.currentTarget.querySelectorAll<HTMLElement>('[data-row][tabindex="0"]')) old.tabIndex = -1
  next.tabIndex = 0
  next.focus()
  next.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

function nextCell(table: HTMLElement, cell: HTMLElement, key: string): HTMLElement | null {
  const row = Number(cell.dataset.row)
  const column = Number(cell.dataset.column)
  const at = (r: number, c: number) => table.querySelector<HTMLElement>(`[data-row="${r}"][data-column="${c}"]`)
  if (key === 'Home') return at(row, 1)
  if (key === 'End') return [...table.querySelectorAll<HTMLElement>(`[data-row="${row}"]`)].at(-1) ?? null
  const step = steps[key]
  return step ? at(row + step[0], column + step[1]) : null
}
