import type { ReactNode } from 'react'
import { count } from '../../map/format.ts'

interface PageLinksProps {
  page: number
  pages: number
  /** A way to another page, by its number, in these words. */
  link(target: number, words: string): ReactNode
}

/** Where one is in a list of several pages, and the ways on and back. */
export function PageLinks({ page, pages, link }: PageLinksProps) {
  if (pages < 2) return null
  return (
    <nav className="pages" aria-label="Pages">
      {page > 1 ? link(page - 1, 'Before') : null}
      <span>
        page {count(page)} of {count(pages)}
      </span>
      {page < pages ? link(page + 1, 'Next') : null}
    </nav>
  )
}

/** The same for a list whose page stands in no address. */
export function PageButtons({ page, pages, show }: Omit<PageLinksProps, 'link'> & { show(page: number): void }) {
  return (
    <PageLinks
      page={page}
      pages={pages}
      link={(target, words) => (
        <button type="button" className="quiet" onClick={() => show(target)}>
          {words}
        </button>
      )}
    />
  )
}
