import { useRef, useState } from 'react'
import { emotion, percent } from '../../map/format.ts'
import { isMeasured } from '../../map/measured.ts'
import { emotionPath, emotionY } from './emotion-curve.ts'
import { Evidence } from './evidence.tsx'
import { hiddenLanes, isShown, lanesOf } from './lanes.ts'
import { useMapScene } from './map-context.ts'
import { LaneMark } from './map-table.tsx'
import { StageLink } from './stage-link.tsx'

/** The map for a narrow window: one stage at a time; the emotion curve on top leads from stage to stage. */
export function PhoneMap() {
  const { map, view, address } = useMapScene()
  const [index, setIndex] = useState(0)
  const stage = map.stages[Math.min(index, map.stages.length - 1)]
  const swipe = useSwipe((step) => setIndex((now) => Math.max(0, Math.min(map.stages.length - 1, now + step))))
  if (!stage) return null
  const hidden = hiddenLanes(address.hide)
  const rows = lanesOf(map).filter((lane) => !hidden.has(lane.id) && isShown(lane, view))
  return (
    <div className="phone" {...swipe}>
      <CurveTabs index={stage.index - 1} choose={setIndex} />
      <section id="phone-stage" className="phone-stage" role="tabpanel" aria-labelledby={`tab-${stage.id}`}>
        <p className={`life life-${stage.lifecycle}`}>
          <span>{stage.lifecycle}</span>
        </p>
        <h2 className="stage">
          <StageLink stage={stage} />
          <Evidence stage={stage} />
        </h2>
        {rows
          .filter((lane) => lane.id !== 'emotion')
          .map((lane) => (
            <section key={lane.id} className={`phone-lane lane-${lane.id}`}>
              <h3>
                {lane.name} <small>{lane.hint}</small> <LaneMark lane={lane} />
              </h3>
              <lane.Cell stage={stage} lane={lane} />
            </section>
          ))}
      </section>
    </div>
  )
}

function CurveTabs({ index, choose }: { index: number; choose(index: number): void }) {
  const { map, view } = useMapScene()
  const list = useRef<HTMLDivElement>(null)
  const go = (to: number) => {
    const next = Math.max(0, Math.min(map.stages.length - 1, to))
    choose(next)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  }
  const key = (event: React.KeyboardEvent) => {
    const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: map.stages.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    go(to)
  }
  const width = map.stages.length * 100
  return (
    <div className="phone-curve">
      <svg viewBox={`0 0 ${width} 100`} preserveAspectRatio="none" aria-hidden="true">
        <path className="emotion-zero" d={`M0,50H${width}`} />
        {view === 'actual' ? null : <path className="emotion-line" d={emotionPath(map.stages)} />}
      </svg>
      <div role="tablist" aria-label="Stages, along the emotion curve" ref={list} onKeyDown={key}>
        {map.stages.map((stage, at) => (
          <button
            key={stage.id}
            id={`tab-${stage.id}`}
            type="button"
            role="tab"
            aria-selected={at === index}
            aria-controls="phone-stage"
            tabIndex={at === index ? 0 : -1}
            aria-label={`${stage.index} ${stage.name}: ${isMeasured(stage) ? `${percent(stage.conversion.converted.value)} move on` : 'no rule yet'}${stage.intended.emotion === null ? '' : `, emotion intended ${emotion(stage.intended.emotion)}`}`}
            onClick={() => choose(at)}
          >
            <i style={{ top: `${emotionY(view === 'actual' ? 0 : (stage.intended.emotion ?? 0))}%` }} />
            <span>{stage.index}</span>
          </button>
        ))}
      </div>
    </div>
  )
}

const swipePixels = 60

/** Tells a sideways swipe: 1 for the next, −1 for the one before. */
function useSwipe(step: (by: number) => void) {
  const start = useRef<{ x: number; y: number } | null>(null)
  return {
    onTouchStart: (event: React.TouchEvent) => {
      const touch = event.touches[0]
      start.current = touch && event.touches.length === 1 ? { x: touch.clientX, y: touch.clientY } : null
    },
    onTouchEnd: (event: React.TouchEvent) => {
      const touch = event.changedTouches[0]
      if (!touch || !start.current) return
      const x = touch.clientX - start.current.x
      const y = touch.clientY - start.current.y
      if (Math.abs(x) > swipePixels && Math.abs(x) > 2 * Math.abs(y)) step(x < 0 ? 1 : -1)
    },
  }
}
