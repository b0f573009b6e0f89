import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { parseSync } from 'vite'

/** One import or re-export of a source file. `to` is a path from the project's root for a relative import, else the package's own name. */
export interface Import {
  to: string
  kind: 'file' | 'package' | 'node'
  typeOnly: boolean
  line: number
}

/** A source file, read for what its place in the architecture depends on. */
export interface SourceFile {
  path: string
  lines: number
  imports: readonly Import[]
  /** It hands on what others hold and holds nothing itself. */
  onlyReExports: boolean
  /** Reaches for a clock, randomness, the environment or the network, in words with the line. */
  impurities: readonly string[]
  /** Functions with their length in lines. */
  functions: readonly { line: number; length: number }[]
  /** Every text in it, the fixed parts of templates included. */
  texts: readonly string[]
}

interface Node {
  type: string
  start: number
  end: number
  [field: string]: unknown
}

/** Reads a file's text with the bundler's own parser. Throws what is wrong when it cannot be parsed. */
export function readSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text, { astType: 'ts', lang: path.endsWith('x') ? 'tsx' : 'ts' })
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`)
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length
  const imports: Import[] = []
  const impurities: string[] = []
  const functions: { line: number; length: number }[] = []
  const texts: string[] = []
  visit(program as unknown as Node, (node) => {
    const imported = importOf(node)
    if (imported !== null) imports.push({ ...target(path, imported.from), typeOnly: imported.typeOnly, line: lineOf(node.start) })
    const impurity = impurityOf(node)
    if (impurity !== null) impurities.push(`${impurity} (line ${lineOf(node.start)})`)
    const words = node.type === 'TemplateElement' ? (node.value as { raw: string }).raw : textOf(node)
    if (words !== null) texts.push(words)
    if (functionTypes.has(node.type)) functions.push({ line: lineOf(node.start), length: lineOf(node.end) - lineOf(node.start) + 1 })
  })
  const lines = text.replace(/\n$/, '').split('\n').length
  return { path, lines, imports, onlyReExports: onlyReExports(program.body as unknown as Node[]), impurities, functions, texts }
}

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

function visit(node: Node, see: (node: Node) => void): void {
  see(node)
  for (const child of Object.values(node)) {
    for (const inner of Array.isArray(child) ? child : [child]) if (isNode(inner)) visit(inner, see)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

/** Imports and re-exports, `import()` and `require()` of a fixed name, and `import('…')` in a type. */
function importOf(node: Node): { from: string; typeOnly: boolean } | null {
  const from = textOf(node.source)
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return from === null ? null : { from, typeOnly: isTypeOnly(node) }
    case 'ImportExpression':
      return from === null ? null : { from, typeOnly: false }
    case 'TSImportType':
      return from === null ? null : { from, typeOnly: true }
    case 'CallExpression': {
      const [name] = node.arguments as Node[]
      const required = /(^|\.)require(\.resolve)?$/.test(nameOf(node.callee)) ? textOf(name) : null
      return required === null ? null : { from: required, typeOnly: false }
    }
    default:
      return null
  }
}

function isTypeOnly(node: Node): boolean {
  const parts = (node.specifiers ?? []) as Node[]
  const kind = (part: Node) => part.importKind ?? part.exportKind
  return kind(node) === 'type' || (parts.length > 0 && parts.every((part) => kind(part) === 'type'))
}

function textOf(node: unknown): string | null {
  return isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : null
}

/** A name, or names joined by dots; empty for anything else. */
function nameOf(node: unknown): string {
  if (!isNode(node)) return ''
  if (node.type === 'Identifier') return String(node.name)
  if (node.type === 'MetaProperty') return `${nameOf(node.meta)}.${nameOf(node.property)}`
  return node.type === 'MemberExpression' && node.computed === false ? `${nameOf(node.object)}.${nameOf(node.property)}` : ''
}

function target(path: string, from: string): Pick<Import, 'to' | 'kind'> {
  if (from.startsWith('.')) return { to: posix.join(posix.dirname(path), from), kind: 'file' }
  if (from.startsWith('node:') || builtinModules.includes(from)) return { to: from, kind: 'node' }
  const parts = from.split('/')
  return { to: parts.slice(0, from.startsWith('@') ? 2 : 1).join('/'), kind: 'package' }
}

const impureMember = /^(globalThis\.)?(Date\.now|Math\.random|(process|performance|crypto|navigator|localStorage)\.\w+|import\.meta\.env)$/
const impureWhole = new Set(['process', 'performance', 'crypto', 'globalThis'])
const impureCalls = new Set(['Date', 'fetch', 'setTimeout', 'setInterval', 'queueMicrotask'])

function impurityOf(node: Node): string | null {
  const name = nameOf(node.type === 'MemberExpression' ? node : node.callee)
  if (node.type === 'MemberExpression' && impureMember.test(name)) return name
  if (node.type === 'VariableDeclarator' && impureWhole.has(nameOf(node.init))) return nameOf(node.init)
  if (node.type === 'NewExpression' && name === 'Date' && (node.arguments as Node[]).length === 0) return 'new Date()'
  return node.type === 'CallExpression' && impureCalls.has(name) ? `${name}()` : null
}

function onlyReExports(body: readonly Node[]): boolean {
  const hands = (node: Node) => /^Export(All|Named)Declaration$/.test(node.type) && !isNode(node.declaration)
  return body.some(hands) && body.every((node) => hands(node) || node.type === 'ImportDeclaration')
}
