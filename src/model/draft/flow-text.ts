/** Plain data as YAML in one line: `{ event: [Demo requested, Trial started] }`. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(([key, part]) => `${scalarText(key)}: ${flowText(part)}`)
    return `{ ${parts.join(', ')} }`
  }
  return typeof value === 'string' ? scalarText(value) : String(value)
}

const plain = /^[A-Za-z][A-Za-z0-9 _./()%+-]*[A-Za-z0-9)%+]$|^[A-Za-z]$|^\d+[dh]$/
const notText = /^(true|false|null|yes|no|on|off|y|n|nan|inf)$/i

/** A text as YAML: bare where that cannot be misread, else in double quotes. */
export function scalarText(text: string): string {
  return plain.test(text) && !notText.test(text)
    ? text
    : JSON.stringify(text)
        .replaceAll('\u2028', '\\u2028')
        .replaceAll('\u2029', '\\u2029')
        .replaceAll('\u0085', '\\u0085')
        .replaceAll('\u007f', '\\u007f')
}

/** A sentence as YAML comment lines, broken at spaces. */
export function commentLines(text: string, indent: string): string[] {
  const width = 118 - indent.length
  const lines: string[] = []
  let line = ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
  for (const word of text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]+/g, ' ').split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].filter((one) => one !== '').map((one) => `${indent}# ${one}`)
}
