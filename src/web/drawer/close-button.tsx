/** The way out of a drawer. */
export function CloseButton({ close }: { close(): void }) {
  return (
    <button type="button" className="close" onClick={close} aria-label="Close">
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d="M3 3l10 10M13 3 3 13" />
      </svg>
    </button>
  )
}
