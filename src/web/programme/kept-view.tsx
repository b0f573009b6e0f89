import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { JourneyMap } from '../../map/journey-map.ts'
import { parseProgramme } from '../../model/parse-programme.ts'
import type { KeptProgramme } from '../../model/programme-log.ts'
import { messagesOf } from '../../model/programme-messages.ts'
import type { Address } from '../shell/address.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import { BacktestView } from './backtest-view.tsx'
import { type Remark, remarksOf } from './check-findings.ts'
import { CheckList } from './check-list.tsx'
import { ContentPlanTable } from './content-plan-table.tsx'
import { noPast, pastOfChange, pastOfTyping, undone } from './edit-past.ts'
import { useFormEdit } from './form-edit.ts'
import { HandOverView } from './hand-over-view.tsx'
import { LimitFields } from './limit-fields.tsx'
import { LogList } from './log-list.tsx'
import { MessageFields } from './message-fields.tsx'
import { PartTabs } from './part-tabs.tsx'
import { PauseSwitch } from './pause-bar.tsx'
import { programmeQuery, readProgrammeQuery, sendProgramme } from './programme-requests.ts'
import { WhoView } from './who-view.tsx'
import { WholeFields } from './whole-fields.tsx'

const settleMs = 500

/** What the page has asked for that another form of a programme changes. */
const keptKeys = ['programme', 'programmes', 'contentPlan', 'programmeBacktest', 'programmeBacktestList', 'programmeWho']

/** One kept programme: edited, checked, planned. */
export function KeptView({ map, address, programme }: { map: JourneyMap; address: Address; programme: string }) {
  const { data, error, refetch } = useQuery(programmeQuery(programme))
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton rows={12} label="Loading the programme" />
  return <Editor key={programme} map={map} address={address} kept={data} />
}

/** What is edited: the text as it stands here, beside the one that is kept. */
function Editor({ map, address, kept }: { map: JourneyMap; address: Address; kept: KeptProgramme }) {
  const [mine, setMine] = useState<{ text: string; base: string } | null>(null)
  const [past, setPast] = useState(noPast)
  const text = mine?.text ?? kept.text
  const setText = (next: string) => setMine(next === kept.text ? null : { text: next, base: mine?.base ?? kept.text })
  const change = (next: string) => {
    setPast(pastOfChange(past, text))
    setText(next)
  }
  const type = (next: string) => {
    setPast(pastOfTyping(past, text))
    setText(next)
  }
  const last = undone(past)
  const undo =
    last === null
      ? null
      : () => {
          setPast(last.past)
          setText(last.text)
        }
  const overtaken = mine !== null && mine.base !== kept.text && mine.text !== kept.text
  const { summary } = kept
  const stageName = (id: string) => map.stages.find((stage) => stage.id === id)?.name ?? id
  return (
    <div className="kept-programme">
      <header className="kept-head">
        <h2>{summary.name}</h2>
        <PauseSwitch programme={summary.id} pause={summary.paused} words="Pause this programme" />
      </header>
      <PartTabs address={address} />
      {overtaken ? (
        <p className="failure" role="alert">
          Someone kept another form of this programme meanwhile; the log tells what changed. If you keep yours, it takes the place of
          theirs.
        </p>
      ) : null}
      {address.part === 'plan' ? (
        <ContentPlanTable programme={summary.id} />
      ) : address.part === 'backtest' ? (
        <BacktestView
          programme={parseProgramme(kept.text).programme}
          id={summary.id}
          unkept={text === kept.text ? null : text}
          stageName={stageName}
        />
      ) : address.part === 'who' ? (
        <WhoView key={`${address.message} ${address.day}`} programme={summary.id} map={map} address={address} />
      ) : address.part === 'export' ? (
        <HandOverView programme={summary.id} messageName={messageNames(kept.text)} />
      ) : address.part === 'log' ? (
        <LogList log={kept.log} />
      ) : (
        <Editing map={map} kept={kept} text={text} type={type} change={change} undo={undo} asText={address.part === 'text'} />
      )}
    </div>
  )
}

/** What the messages of a kept text are called, by their ids. */
function messageNames(text: string): (id: string) => string {
  const { programme } = parseProgramme(text)
  const names = new Map(programme === null ? [] : messagesOf(programme).map(({ message }) => [message.id, message.name]))
  return (id) => names.get(id) ?? id
}

interface EditingProps {
  map: JourneyMap
  kept: KeptProgramme
  text: string
  /** Writes in the text as a whole: all that is typed at a stretch is taken back at once. */
  type(text: string): void
  /** A change that can be taken back. */
  change(text: string): void
  /** Takes the last change back; null: there is none. */
  undo: (() => void) | null
  asText: boolean
}

function Editing({ map, kept, text, type, change, undo, asText }: EditingProps) {
  const read = useRead(text)
  const { edit, refused } = useFormEdit(text, change)
  const remarks = useMemo(
    () => [...Object.values(refused).flat(), ...(read.data === undefined ? [] : remarksOf(read.data))],
    [read.data, refused],
  )
  const { programme } = useMemo(() => parseProgramme(text), [text])
  const stageName = (id: string) => map.stages.find((stage) => stage.id === id)?.name ?? id
  const personaName = (id: string | null) => (id === null ? null : (map.journey.personas.find((one) => one.id === id)?.name ?? id))
  return (
    <div className="kept-body">
      <div className="kept-form">
        {asText || programme === null ? (
          <label className="field kept-text">
            <span>
              {programme === null && !asText ? 'This text cannot be read: what is wrong stands beside it' : 'The whole programme as text'}
            </span>
            <textarea rows={34} spellCheck={false} value={text} onChange={(event) => type(event.target.value)} />
          </label>
        ) : (
          <>
            <MessageFields programme={programme} edit={edit} map={map} remarks={remarks} stageName={stageName} personaName={personaName} />
            <WholeFields programme={programme} edit={edit} remarks={remarks} />
            <LimitFields programme={programme} edit={edit} remarks={remarks} />
          </>
        )}
      </div>
      <Beside kept={kept} text={text} change={change} undo={undo} read={read} remarks={remarks} />
    </div>
  )
}

/** What the server says of the text as it stands here, once nobody wrote for a moment. */
function useRead(text: string) {
  const settled = useSettled(text)
  const { data, error, isFetching } = useQuery({ ...readProgrammeQuery(settled), placeholderData: keepPreviousData })
  return { data, error, isBusy: isFetching || settled !== text }
}

interface BesideProps extends Pick<EditingProps, 'kept' | 'text' | 'change' | 'undo'> {
  read: ReturnType<typeof useRead>
  remarks: readonly Remark[]
}

/** What the check says, and the way to keep the text. */
function Beside({ kept, text, change, undo, read: { data, error, isBusy }, remarks }: BesideProps) {
  const wrong = data?.findings.some(({ kind }) => kind === 'error') ?? false
  return (
    <aside className="kept-beside" aria-label="Check">
      <KeepBar kept={kept} text={text} change={change} undo={undo} wrong={wrong} />
      <h3>Check</h3>
      {error ? <p className="failure">{error.message}</p> : null}
      {data === undefined ? (
        error ? null : (
          <Skeleton rows={5} label="Checking" />
        )
      ) : (
        <div aria-busy={isBusy}>
          <CheckList remarks={remarks} />
        </div>
      )}
    </aside>
  )
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), settleMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

function KeepBar({ kept, text, change, undo, wrong }: Pick<BesideProps, 'kept' | 'text' | 'change' | 'undo'> & { wrong: boolean }) {
  const cache = useQueryClient()
  const [by, setBy] = useState('')
  const [said, setSaid] = useState('')
  const keep = async () => {
    try {
      const { changes } = await sendProgramme(text, by)
      setSaid(
        `Kept. ${changes.length === 0 ? 'Nothing else than before.' : `${changes.length} ${changes.length === 1 ? 'part' : 'parts'} changed.`}`,
      )
      for (const key of keptKeys) await cache.invalidateQueries({ queryKey: [key] })
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error))
    }
  }
  const changed = text !== kept.text
  return (
    <div className="keep-bar">
      {changed ? (
        <>
          <p>Changed here, not kept yet.</p>
          <label className="field">
            <span>Your name, for the log</span>
            <input type="text" value={by} maxLength={200} onChange={(event) => setBy(event.target.value)} />
          </label>
          <p className="calendar-actions">
            <button type="button" className="button" disabled={wrong} onClick={() => void keep()}>
              Keep the changes
            </button>
            <button type="button" className="quiet" onClick={() => change(kept.text)}>
              Give them up
            </button>
          </p>
        </>
      ) : null}
      {undo === null ? null : (
        <p>
          <button type="button" className="quiet" onClick={undo}>
            Undo the last change
          </button>
        </p>
      )}
      <p role="status">{said}</p>
    </div>
  )
}
