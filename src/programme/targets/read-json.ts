import { AppError } from '../../core/error.ts'
import type { ExportFile } from './target.ts'

const decoder = new TextDecoder()

/** A file of an export as text. */
export function fileText({ content }: ExportFile): string {
  return typeof content === 'string' ? content : decoder.decode(content)
}

/** The JSON of those files of a folder that end in .json, by path. Errors: `invalid` where there is none, or one that is no JSON. */
export function readFolder(files: readonly ExportFile[], folder: string, tool: string): { path: string; json: unknown }[] {
  const found = files.filter(({ path }) => path.startsWith(folder) && path.endsWith('.json'))
  if (found.length === 0) {
    throw new AppError(
      'invalid',
      `There is no file ${folder}*.json among the ${files.length} given. Give the folder of an export for ${tool}.`,
    )
  }
  return found.map((file) => ({ path: file.path, json: parsed(file) }))
}

function parsed(file: ExportFile): unknown {
  try {
    return JSON.parse(fileText(file))
  } catch (error) {
    throw new AppError(
      'invalid',
      `${file.path} is no JSON: ${error instanceof Error ? error.message : error}. Export it again.`,
      null,
      error,
    )
  }
}

/** JSON as it is written to files. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
