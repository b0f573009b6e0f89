import { type RefObject, useEffect, useRef } from 'react'

/** Opens a dialog over the page, anew for each `shown`, and sees to it that the focus goes back: to what opened it, else to `home`, a selector. */
export function useDrawer(shown: string, home: string): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shown` is what the dialog opens for.
  useEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    return () => {
      const back =
        opener instanceof HTMLElement && opener !== document.body && opener.isConnected ? opener : document.querySelector<HTMLElement>(home)
      requestAnimationFrame(() => back?.focus({ preventScroll: true }))
    }
  }, [shown, home])
  return dialog
}

/** Puts the focus on the heading whenever the drawer shows something else, so that it is read out and Tab begins there. */
export function useHeadingFocus(shown: string): void {
  useEffect(() => {
    if (shown) document.getElementById('drawer-title')?.focus()
  }, [shown])
}
