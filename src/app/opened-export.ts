import { unzipSync } from 'fflate'
import { AppError } from '../core/error.ts'
import { manifestPath } from '../programme/export-programme.ts'
import type { ExportFile } from '../programme/targets/target.ts'
import { type CarriedFile, exportFile } from './hand-over.ts'

/** Larger exports than this are none of ours: bytes of all files of a zip together, and how many. */
const largest = { bytes: 100_000_000, files: 5_000 }

/** The files of an export as a person gives them: a zip of one opened, the folder around it taken away. Errors: `usage` where a zip cannot be read or holds more than any export. */
export function openedExport(carried: readonly CarriedFile[]): ExportFile[] {
  const files = carried.map(exportFile)
  const [only] = files
  const zipped = files.length === 1 && only !== undefined && only.path.toLowerCase().endsWith('.zip') ? unzipped(only) : []
  // A zip without the manifest may be what one tool takes in: its reader opens it.
  return withoutFolder(zipped.some(({ path }) => isManifest(path)) ? zipped : files)
}

function isManifest(path: string): boolean {
  return path === manifestPath || path.endsWith(`/${manifestPath}`)
}

/** The files with paths from where the manifest stands; what lies outside that folder is left out. */
function withoutFolder(files: readonly ExportFile[]): ExportFile[] {
  const manifests = files.map(({ path }) => path).filter(isManifest)
  const nearest = manifests.sort((a, b) => a.length - b.length)[0] ?? manifestPath
  const folder = nearest.slice(0, -manifestPath.length)
  return files.filter(({ path }) => path.startsWith(folder)).map(({ path, content }) => ({ path: path.slice(folder.length), content }))
}

function unzipped({ path, content }: ExportFile): ExportFile[] {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  let [sum, count] = [0, 0]
  const fits = ({ originalSize }: { originalSize: number }): boolean => {
    sum += originalSize
    count += 1
    if (sum <= largest.bytes && count <= largest.files) return true
    throw new AppError('usage', `${path} holds more than any export: give the zip of one export alone.`)
  }
  try {
    const found = Object.entries(unzipSync(bytes, { filter: fits }))
    return found.flatMap(([name, inside]) => (name.endsWith('/') ? [] : [{ path: name, content: inside }]))
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('usage', `${path} is no zip that can be read: ${error instanceof Error ? error.message : error}.`, null, error)
  }
}
