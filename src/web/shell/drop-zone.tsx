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
  const [nothing, setNothing] = useState(false)
  const given = (files: readonly File[], offered: number) => {
    setNothing(several && offered > 0 && files.length === 0)
    if (files.length > 0) take(files)
  }
  const drop = async (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (disabled) return
    const offered = event.dataTransfer.files.length
    const files = await droppedFiles(event.dataTransfer)
    given(several ? files : files.slice(0, 1), offered)
  }
  const choose = (wanted: (files: readonly File[]) => readonly File[]) => (event: ChangeEvent<HTMLInputElement>) => {
    const offered = [...(event.target.files ?? [])]
    event.target.value = ''
    given(wanted(offered), offered.length)
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
      {nothing ? (
        <p className="failure" role="alert">
          Right in this folder lies no file that may be data. Folders inside it are not looked into: choose the one that holds the files.
        </p>
      ) : null}
    </>
  )
}
