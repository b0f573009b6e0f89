import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CaseSet } from '../../map/paths.ts'
import { type Address, type CasesPart, withoutCases, writeAddress } from '../shell/address.ts'

/** Which cases a figure of the paths opens. */
export type Cases = Omit<CasesPart, 'cases' | 'page' | 'subject'> & { cases: CaseSet }

interface CaseLinkProps {
  to: Cases
  page?: string
  subject?: string
  className?: string
  children: ReactNode
}

/** A way to a list of cases, to one of its pages or to the timeline of one of them. */
export function CaseLink({
  to,
  page,
  subject,
  className,
  children,
  ...rest
}: CaseLinkProps & { 'aria-label'?: string; 'data-cases'?: string }) {
  return (
    <Link
      to="."
      search={(before: Address) => ({ ...withoutCases(before), ...to, page, subject })}
      resetScroll={false}
      activeProps={{ 'aria-current': undefined }}
      className={className}
      {...rest}
    >
      {children}
    </Link>
  )
}

interface CaseFigureProps {
  to: Cases
  /** The figure in full words, for screen readers. */
  words: string
  /** Zero opens nothing. */
  figure: number
  children: ReactNode
}

/** A figure that opens the cases behind it. */
export function CaseFigure({ to, words, figure, children }: CaseFigureProps) {
  if (figure === 0) return children
  return (
    <CaseLink to={to} className="figure" aria-label={`${words}. Show the cases.`} data-cases={casesKey(to)}>
      {children}
    </CaseLink>
  )
}

/** The same text for the same cases: by it the figure is found again when its list is closed. */
export function casesKey({ cases, event, next, way, shown }: Cases): string {
  return writeAddress({ cases, event, next, way, shown })
}
