const importable = /\.(csv|tsv|tab|txt|ndjson|jsonl|json|jsonocel|xml|xmlocel|xes|xlsx|parquet|sqlite|db)(\.gz)?$/i

/** Of the files right in a folder, not in folders inside it, those that may be data, in the order of their names, as the command line takes them. */
export function filesOfFolder(files: readonly File[]): File[] {
  return files
    .filter(({ name, webkitRelativePath }) => !name.startsWith('.') && importable.test(name) && webkitRelativePath.split('/').length <= 2)
    .sort((a, b) => (a.webkitRelativePath + a.name < b.webkitRelativePath + b.name ? -1 : 1))
}

/** The files that were dropped: those named, and of folders those that may be data. What was dropped is only known until the event has ended, so this asks for it at once. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  if (items.length === 0) return [...transfer.files]
  const dropped = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const found: File[] = []
  for (const { entry, file } of dropped) {
    if (entry?.isDirectory) found.push(...filesOfFolder(await filesUnder(entry as FileSystemDirectoryEntry)))
    else if (file !== null) found.push(file)
  }
  return found
}

/** The files right in a folder, not in folders inside it. */
async function filesUnder(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader()
  const files: File[] = []
  // A browser gives some entries at a time, until it gives none.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (entries.length === 0) return files
    for (const entry of entries)
      if (entry.isFile) files.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)))
  }
}
