import { type ChangeEvent, type DragEvent, type ReactNode, useState } from 'react'
import { droppedFiles, filesOfFolder } from './dropped-files.ts'

/** Lets a browser choose a folder; the types of React do not know it. */
const ofFolder = { webkitdirectory: '' }

/** Takes files by dropping or choosing. `several`: more than one, also folders, of which the files that may be data are taken. */
export function DropZone({
  several = false,
  disabled = false,
  take,
  children,
}: {
  several?: boolean
  disabled?: boolean
  take: (files: readonly File[]) => void
  children: ReactNode
}) {
  const [over, setOver] = useState(false)
  const drop = async (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (disabled) return
    const files = await droppedFiles(event.dataTransfer)
    if (files.length > 0) take(several ? files : files.slice(0, 1))
  }
  const choose = (wanted: (files: readonly File[]) => readonly File[]) => (event: ChangeEvent<HTMLInputElement>) => {
    const files = wanted([...(event.target.files ?? [])])
    event.target.value = ''
    if (files.length > 0) take(files)
  }
  return (
    <>
      <label
        className="drop"
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => void drop(event)}
      >
        <input type="file" multiple={several} disabled={disabled} onChange={choose((files) => files)} />
        {children}
      </label>
      {several ? (
        <label className="quiet choose-folder">
          <input type="file" multiple {...ofFolder} disabled={disabled} onChange={choose(filesOfFolder)} />
          Choose a folder
        </label>
      ) : null}
    </>
  )
}
