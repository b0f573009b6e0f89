import { type PlotOptions, plot } from '@observablehq/plot'
import { useEffect, useRef, useState } from 'react'

/** Draws a plot as wide as its place. What it shows is said by the picture's frame, so its own labels are taken away. */
export function PlotFrame({ options }: { options: PlotOptions }) {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (width === 0) return
    const drawn = plot({ height: 210, marginLeft: 42, marginRight: 92, marginTop: 14, marginBottom: 34, ...options, width })
    drawn.setAttribute('aria-hidden', 'true')
    for (const named of drawn.querySelectorAll('[aria-label]')) named.removeAttribute('aria-label')
    frame.current?.replaceChildren(drawn)
    return () => drawn.remove()
  }, [options, width])
  return <div ref={frame} className="plot-frame" />
}
