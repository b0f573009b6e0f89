import { createContext, use } from 'react'
import type { EditOperation } from '../../model/edit/edit-operation.ts'
import type { JourneyFinding } from '../../model/journey-finding.ts'
import type { KnownNames } from '../../model/journey-names.ts'
import type { DraftSync } from './draft-sync.ts'

/** What every part of the editor works with. */
export interface EditorScene {
  sync: DraftSync
  subjectType: string
  names: KnownNames
  findings: readonly JourneyFinding[]
  edit(...operations: EditOperation[]): void
}

export const EditorContext = createContext<EditorScene | null>(null)

export function useEditor(): EditorScene {
  const scene = use(EditorContext)
  if (!scene) throw new Error('outside of the editor')
  return scene
}
