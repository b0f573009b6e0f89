import { type ChangedPlace, changedPlaces } from '../../model/edit/changed-places.ts'
import { mergeTexts } from '../../model/edit/merge-texts.ts'
import { parseYaml } from '../../model/yaml-document.ts'
import { ask } from '../shell/ask.ts'
import { type Draft, sendDraft } from './requests.ts'

/** What a page shows of its draft. `saving`: still on the way; `failed`: not saved, tried again. */
export interface SyncState {
  text: string
  draft: Draft
  status: 'saved' | 'saving' | 'failed'
  canUndo: boolean
  canRedo: boolean
  /** Said once when an undo does not fit any more. */
  message: string
  /** Where others changed the text that this page shows, until someone has seen it. */
  changedByOthers: readonly ChangedPlace[]
}

interface Step {
  before: string
  after: string
}

const pauseMs = 500
const retryMs = 3_000
const mostSteps = 300

/**
 * One page's copy of a draft: written at once here, sent after a short pause, joined with what others write. What others wrote is taken up
 * only when nothing of this page is on its way, so that no letter being typed is ever thrown over.
 */
export class DraftSync {
  private text: string
  /** The text that this page's next changes are told from. */
  private origin: string
  private latest: Draft
  private typing = new Set<object>()
  private timer: ReturnType<typeof setTimeout> | null = null
  private sending = false
  private failed = false
  /** How often something was sent. */
  private sent = 0
  private undoSteps: Step[] = []
  private redoSteps: Step[] = []
  private message = ''
  private changedByOthers: readonly ChangedPlace[] = []
  /** What this page itself decided comes back from the server like what others wrote. */
  private isOwn = false
  private readonly listeners = new Set<() => void>()
  private shown: SyncState

  constructor(draft: Draft) {
    this.text = draft.text
    this.origin = draft.text
    this.latest = draft
    this.shown = this.stateNow()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  state = (): SyncState => this.shown

  /** Someone types in a field whose value is not in the text yet. */
  hold(field: object): void {
    this.typing.add(field)
  }

  release(field: object): void {
    this.typing.delete(field)
    this.settle()
  }

  write(text: string): void {
    if (text === this.text) return
    this.undoSteps = [...this.undoSteps.slice(-mostSteps), { before: this.text, after: text }]
    this.redoSteps = []
    this.message = ''
    this.replace(text)
  }

  undo(): void {
    const step = this.undoSteps.pop()
    if (step && this.step(step.after, step.before)) this.redoSteps.push(step)
  }

  redo(): void {
    const step = this.redoSteps.pop()
    if (step && this.step(step.before, step.after)) this.undoSteps.push(step)
  }

  /** What this page itself made of the draft on the server. */
  receiveOwn(draft: Draft): void {
    this.isOwn = true
    this.receive(draft)
    this.isOwn = false
  }

  /** Someone looked at what others changed. */
  seen(): void {
    this.changedByOthers = []
    this.show()
  }

  /** What the server holds now, told by an answer or by a live event. */
  receive(draft: Draft, isNewest = false): void {
    const { revision, number } = this.latest
    if (isNewest || (draft.revision >= revision && draft.number >= number)) {
      this.latest = draft
      this.settle()
      return
    }
    // An answer that was overtaken on its way, or a draft given up or kept since: asking again tells.
    const sent = this.sent
    void ask('draft', { journey: draft.journey })
      .then((now) => this.receive(now, sent === this.sent))
      .catch(() => {})
  }

  /** Sends what is waiting, and gives the draft as the server then holds it. */
  async flush(): Promise<Draft> {
    while (this.sending || this.text !== this.origin) {
      if (this.sending) await new Promise((resolve) => setTimeout(resolve, 30))
      else await this.send()
      if (this.failed) throw new TypeError('not saved')
    }
    return this.latest
  }

  /** Sends what is waiting even when the page goes away. */
  leave(): void {
    if (this.text !== this.origin) void sendDraft(this.latest.journey, this.origin, this.text).catch(() => {})
    if (this.timer) clearTimeout(this.timer)
  }

  /** Goes from one text to another on top of what stands now, as far as nobody changed the same place. */
  private step(from: string, to: string): boolean {
    const { text, conflicts } = mergeTexts(from, this.text, to)
    this.message = conflicts.length > 0 ? 'This cannot be undone by itself: someone changed the same place since.' : ''
    if (conflicts.length === 0) this.replace(text)
    else this.show()
    return conflicts.length === 0
  }

  private replace(text: string): void {
    this.text = text
    this.plan(pauseMs)
    this.show()
  }

  private plan(ms: number): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.send(), ms)
  }

  private async send(): Promise<void> {
    if (this.sending || this.text === this.origin) return this.settle()
    const sent = this.text
    this.sending = true
    this.sent += 1
    this.show()
    try {
      const draft = await sendDraft(this.latest.journey, this.origin, sent)
      this.origin = sent
      this.failed = false
      this.latest = draft
    } catch {
      this.failed = true
    }
    this.sending = false
    if (this.failed) this.plan(retryMs)
    else if (this.text !== this.origin) this.plan(0)
    this.settle()
  }

  /** Takes up the server's text when nothing of this page is on its way. */
  private settle(): void {
    if (!this.sending && this.text === this.origin && this.typing.size === 0) {
      if (!this.isOwn) this.noteOthers(this.text, this.latest.text)
      this.text = this.latest.text
      this.origin = this.latest.text
    }
    this.show()
  }

  /** Adds where the text that others made differs from the shown one; a text that cannot be read tells nothing. */
  private noteOthers(before: string, after: string): void {
    if (before === after) return
    const [old, now] = [parseYaml(before), parseYaml(after)]
    if (old.findings.length > 0 || now.findings.length > 0) return
    const places = changedPlaces(old.document, now.document)
    const known = this.changedByOthers.filter(({ words }) => !places.some((place) => place.words === words))
    this.changedByOthers = [...known, ...places]
  }

  private stateNow(): SyncState {
    const waiting = this.sending || this.text !== this.origin
    return {
      text: this.text,
      draft: this.latest,
      status: this.failed ? 'failed' : waiting ? 'saving' : 'saved',
      canUndo: this.undoSteps.length > 0,
      canRedo: this.redoSteps.length > 0,
      message: this.message,
      changedByOthers: this.changedByOthers,
    }
  }

  private show(): void {
    this.shown = this.stateNow()
    for (const listener of this.listeners) listener()
  }
}
