/** A file of an export as the server takes it. */
export interface UploadedFile {
  path: string
  encoding: 'utf8' | 'base64'
  content: string
}

/** Bytes that the files of an export may have together; the server takes no more. */
const largest = 36_000_000

/** Reads the files that a person gives: a zip, some files, or a folder with its paths. Errors, as one sentence: a file that cannot be read by its name, and too much. */
export async function uploadedFiles(files: readonly File[]): Promise<UploadedFile[]> {
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  if (bytes > largest)
    throw new Error('These files have more than 36 MB, which is no export of a programme: give its folder or its zip alone.')
  return Promise.all(files.map(uploaded))
}

async function uploaded(file: File): Promise<UploadedFile> {
  const path = file.webkitRelativePath || file.name
  const bytes = await file.arrayBuffer().catch((error: unknown) => {
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  })
  try {
    return { path, encoding: 'utf8', content: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { path, encoding: 'base64', content: base64(new Uint8Array(bytes)) }
  }
}

function base64(bytes: Uint8Array): string {
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += 30_000) pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + 30_000))))
  return pieces.join('')
}
