import { useEffect, useRef, useState } from 'react'
import { type DocumentPath, pathText } from '../../model/document-path.ts'
import { freeId } from '../../model/edit/free-id.ts'
import { useEditor } from './editor-context.ts'
import { Choice, FindingsAt, Part, TextField } from './fields.tsx'
import { LiveCount } from './live-count.tsx'
import { removeIfThere } from './remove-if-there.ts'
import { RulePart } from './rule-part.tsx'
import { ruleSentence } from './rule-words.ts'

type Group = Record<string, unknown>

/** The steps that the team intends inside a stage, each a sentence with the live count of whom it fits anywhere in the data. */
export function StepsField({ stage, path, stageName }: { stage: Group; path: DocumentPath; stageName: string }) {
  const { edit } = useEditor()
  const list = useRef<HTMLElement>(null)
  const [opened, setOpened] = useState<string | null>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const steps = (Array.isArray(stage.steps) ? stage.steps : []) as Group[]
  useEffect(() => {
    if (focused === null) return
    const item = list.current?.querySelector(`[data-step="${CSS.escape(focused)}"]`)
    const target =
      focused === ''
        ? list.current?.querySelector<HTMLElement>(':scope > button')
        : (item?.querySelector<HTMLElement>('input') ?? item?.querySelector<HTMLElement>('summary'))
    if (!target) return
    target.focus()
    setFocused(null)
  })
  const insert = (at: number) => {
    const id = freeId('steps', steps)
    edit({ kind: 'insert', path, at, value: { id, rule: '' } })
    setOpened(id)
    setFocused(id)
  }
  const move = (from: number, to: number) => {
    edit({ kind: 'move', path, from, to })
    setFocused(String(steps[from]?.id))
  }
  const remove = (at: number) => {
    edit({ kind: 'remove', path: [...path, at] })
    setFocused(String((steps[at + 1] ?? steps[at - 1])?.id ?? ''))
  }
  return (
    <section className="steps" aria-label={`Steps inside ${stageName}`} ref={list}>
      <h3>Steps inside the stage</h3>
      {steps.length === 0 ? <p className="none">None is intended yet.</p> : null}
      <ol>
        {steps.map((step, at) => (
          <li key={String(step.id)} data-step={String(step.id)}>
            <StepPart step={step} path={[...path, at]} isFirst={at === 0} isOpen={opened === step.id} />
            <div className="step-tools">
              <button
                type="button"
                className="quiet"
                disabled={at === 0}
                aria-label={`Move step ${at + 1} earlier`}
                onClick={() => move(at, at - 1)}
              >
                Earlier
              </button>
              <button
                type="button"
                className="quiet"
                disabled={at === steps.length - 1}
                aria-label={`Move step ${at + 1} later`}
                onClick={() => move(at, at + 1)}
              >
                Later
              </button>
              <button type="button" className="quiet" aria-label={`Insert before step ${at + 1}`} onClick={() => insert(at)}>
                Insert before
              </button>
              <button type="button" className="quiet" aria-label={`Remove step ${at + 1}`} onClick={() => remove(at)}>
                Remove
              </button>
            </div>
          </li>
        ))}
      </ol>
      <button type="button" className="quiet" onClick={() => insert(steps.length)}>
        Add a step
      </button>
      <FindingsAt path={pathText(path)} />
    </section>
  )
}

function StepPart({ step, path, isFirst, isOpen }: { step: Group; path: DocumentPath; isFirst: boolean; isOpen: boolean }) {
  const { edit } = useEditor()
  const at = (key: string): DocumentPath => [...path, key]
  const name = typeof step.name === 'string' ? step.name : ''
  return (
    <>
      <Part
        open={isOpen}
        head={
          <>
            {name === '' ? null : <b>{name}: </b>}
            <span className="rule-label">{isFirst ? 'first' : 'then'}</span>{' '}
            <span className="sentence">{ruleSentence(step.rule) ?? 'not whole yet: open it and choose'}</span>
            {step.optional === true ? <span className="rule-label">, or not</span> : null}
          </>
        }
      >
        <TextField
          label="Name of the step"
          value={name}
          commit={(value) => edit(value === '' ? removeIfThere(step, at('name')) : { kind: 'set', path: at('name'), value })}
        />
        <RulePart
          value={step.rule}
          commit={(rule) => edit({ kind: 'set', path: at('rule'), value: rule })}
          ofSubject={false}
          label="What happens in this step"
        />
        <Choice
          label="Must it happen"
          value={step.optional === true ? 'optional' : 'intended'}
          options={[
            ['intended', 'it belongs to the path'],
            ['optional', 'it may be left out'],
          ]}
          commit={(next) =>
            edit(next === 'optional' ? { kind: 'set', path: at('optional'), value: true } : removeIfThere(step, at('optional')))
          }
        />
      </Part>
      <LiveCount value={step.rule} />
    </>
  )
}
