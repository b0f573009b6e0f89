import { useEffect, useRef, useState } from 'react'
import { type DefinitionId, definitions } from './definitions.tsx'

interface Tip {
  id: DefinitionId
  detail: string | null
  box: DOMRect
}

const target = '[aria-describedby^="def-"]'
const waitMs = 300

function tipOf(element: Element): Tip | null {
  const id = element.getAttribute('aria-describedby')?.slice('def-'.length) ?? ''
  if (!(id in definitions)) return null
  return { id: id as DefinitionId, detail: element.getAttribute('data-tip'), box: element.getBoundingClientRect() }
}

/** The one tooltip of the page: shows the definition of what is pointed at or focused; Escape, scrolling and leaving hide it. */
export function TipLayer() {
  const [tip, setTip] = useState<Tip | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    const later = (next: Tip | null, wait: number) => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setTip(next), wait)
    }
    const over = (event: Event) => {
      const element = event.target instanceof Element ? event.target : null
      if (element?.closest('.tip')) return clearTimeout(timer.current)
      const described = element?.closest(target)
      later(described ? tipOf(described) : null, described ? waitMs : 120)
    }
    const focused = (event: Event) => {
      const element = event.target instanceof Element && event.target.matches(':focus-visible') ? event.target.closest(target) : null
      later(element ? tipOf(element) : null, 0)
    }
    const hide = () => later(null, 0)
    const key = (event: KeyboardEvent) => event.key === 'Escape' && hide()
    const options = { passive: true, capture: true }
    document.addEventListener('pointerover', over, options)
    document.addEventListener('focusin', focused, options)
    document.addEventListener('scroll', hide, options)
    document.addEventListener('keydown', key, options)
    return () => {
      clearTimeout(timer.current)
      document.removeEventListener('pointerover', over, options)
      document.removeEventListener('focusin', focused, options)
      document.removeEventListener('scroll', hide, options)
      document.removeEventListener('keydown', key, options)
    }
  }, [])
  const layer = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = layer.current
    if (!element || !tip) return
    element.showPopover()
    const { width, height } = element.getBoundingClientRect()
    const below = tip.box.bottom + 8 + height < innerHeight
    element.style.left = `${Math.max(8, Math.min(tip.box.left, innerWidth - width - 8))}px`
    element.style.top = `${below ? tip.box.bottom + 6 : Math.max(8, tip.box.top - height - 6)}px`
  }, [tip])
  if (!tip) return null
  const { plain, statistic } = definitions[tip.id]
  return (
    <div className="tip" ref={layer} popover="manual" role="tooltip">
      {tip.detail ? <strong>{tip.detail}</strong> : null}
      <p>{plain}</p>
      <small>{statistic}</small>
    </div>
  )
}
