import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Context, Hono } from 'hono'
import { AppError } from '../core/error.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
}
const squeezable = new Set(['.html', '.js', '.css', '.svg', '.json'])

interface Kept {
  plain: Buffer
  br: Promise<Buffer> | null
  gzip: Promise<Buffer> | null
}

/** Adds the built page: its files compressed once and kept, and its first file for every address that the page itself understands. */
export function addPageRoutes(hono: Hono, webRoot: string | null): void {
  const kept = new Map<string, Kept>()
  hono.get('*', async (context) => {
    if (!webRoot || !existsSync(join(webRoot, 'index.html'))) {
      throw new AppError('notFound', 'The page is not built. Run "npm run build:web" in the project, then start again.')
    }
    const wanted = normalize(decodeURIComponent(context.req.path))
    const isFile = extname(wanted) !== '' && existsSync(join(webRoot, wanted)) && join(webRoot, wanted).startsWith(webRoot + sep)
    if (!isFile && wanted.startsWith('/assets/')) throw new AppError('notFound', `There is no file ${wanted}.`)
    return answerFile(context, kept, join(webRoot, isFile ? wanted : 'index.html'))
  })
}

async function answerFile(context: Context, kept: Map<string, Kept>, path: string): Promise<Response> {
  const file = kept.get(path) ?? (await keep(path))
  kept.set(path, file)
  context.header('content-type', types[extname(path)] ?? 'application/octet-stream')
  context.header('cache-control', path.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache')
  context.header('vary', 'accept-encoding')
  const accepted = context.req.header('accept-encoding') ?? ''
  const encoding = file.br && /\bbr\b/.test(accepted) ? 'br' : file.gzip && /\bgzip\b/.test(accepted) ? 'gzip' : null
  if (encoding) context.header('content-encoding', encoding)
  const body = encoding ? await file[encoding] : file.plain
  return context.body(new Uint8Array(body ?? file.plain))
}

async function keep(path: string): Promise<Kept> {
  const plain = await readFile(path)
  if (!squeezable.has(extname(path)) || plain.length < 1000) return { plain, br: null, gzip: null }
  return {
    plain,
    br: promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    gzip: promisify(gzip)(plain, { level: 9 }),
  }
}
