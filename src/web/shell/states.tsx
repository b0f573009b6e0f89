import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { RequestFailure } from './ask.ts'

/** Something went wrong: what, and a way on. */
export function Failed({ error, retry }: { error: Error; retry?: () => void }) {
  const lost = !(error instanceof RequestFailure)
  return (
    <div className="state" role="alert">
      <h2>{lost ? 'No answer from the server' : 'This did not work'}</h2>
      <p>{lost ? 'Is “desirepath serve” still running? The page tries again when you ask it to.' : error.message}</p>
      {retry ? (
        <button type="button" className="button" onClick={retry}>
          Try again
        </button>
      ) : null}
    </div>
  )
}

/** Nothing here yet, and what to do. */
export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="state">
      <h2>{title}</h2>
      {children}
    </div>
  )
}

/** An address the page does not know. */
export function NotFound() {
  return (
    <main className="page">
      <Empty title="There is no such page">
        <p>
          <Link to="/">All journeys</Link> is a good place to start again.
        </p>
      </Empty>
    </main>
  )
}

/** Grey bars in the shape of what is coming; said once to screen readers. */
export function Skeleton({ rows, label }: { rows: number; label: string }) {
  return (
    <div className="skeleton" role="status">
      <span className="hidden">{label}</span>
      {Array.from({ length: rows }, (_, row) => 92 - ((row * 17) % 41)).map((width) => (
        <i key={width} style={{ width: `${width}%` }} />
      ))}
    </div>
  )
}
