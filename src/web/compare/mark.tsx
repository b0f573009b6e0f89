/** The mark of a slice: of its own shape and colour, with its letter. */
export function Mark({ slice }: { slice: 'A' | 'B' }) {
  return (
    <i className="slice-mark" data-slice={slice} aria-hidden="true">
      {slice}
    </i>
  )
}
