import { useEffect } from 'react'

/** The printable field of A3 landscape with 8 mm margins, in CSS pixels. */
const field = { width: (404 / 25.4) * 96, height: (281 / 25.4) * 96 }
const smallest = 0.25
/** Zooming rounds each line of text: a little height is left for it. */
const spare = 0.98

/** Lays the map out so that the whole of it stands on one sheet: the largest scale at which its height fits. */
export function usePrintFit(): void {
  useEffect(() => {
    const root = document.documentElement
    const before = () => {
      root.classList.add('printing')
      const page = document.querySelector<HTMLElement>('.map-page')
      if (!page) return
      let scale = 1
      for (; scale > smallest; scale -= 0.02) {
        page.style.width = `${field.width / scale}px`
        if (page.scrollHeight * scale <= field.height * spare && page.scrollWidth * scale <= field.width + 1) break
      }
      page.style.zoom = String(scale)
    }
    const after = () => {
      root.classList.remove('printing')
      document.querySelector<HTMLElement>('.map-page')?.removeAttribute('style')
    }
    addEventListener('beforeprint', before)
    addEventListener('afterprint', after)
    return () => {
      removeEventListener('beforeprint', before)
      removeEventListener('afterprint', after)
    }
  }, [])
}
