import { type RefObject, useEffect, useState } from 'react'

/** True while the table inside a frame is wider than the frame, so that the frame must scroll by itself. */
export function useWide(frame: RefObject<HTMLElement | null>): boolean {
  const [wide, setWide] = useState(false)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const measure = () => setWide((element.firstElementChild?.scrollWidth ?? 0) > element.clientWidth + 1)
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    if (element.firstElementChild) observer.observe(element.firstElementChild)
    return () => observer.disconnect()
  }, [frame])
  return wide
}
