/** Ids in one pattern: bounds what the engine compiles at once. */
const mostIds = 200

/**
 * Patterns (RE2) that find any of the ids as a whole: with no letter, digit, "_" or "-" right before or after it. An id is also found as JSON and CSV
 * write it. Any other sign ends an id: "ann" is found in "ann@acme.example", since removing a row too many is the lesser error.
 */
export function wholeIdPatterns(ids: readonly string[]): string[] {
  const patterns: string[] = []
  for (let from = 0; from < ids.length; from += mostIds) {
    const forms = ids.slice(from, from + mostIds).flatMap((id) => [id, JSON.stringify(id).slice(1, -1), id.replaceAll('"', '""')])
    const any = [...new Set(forms)].map(literal).join('|')
    patterns.push(`(?:^|[^\\p{L}\\p{N}_-])(?:${any})(?:$|[^\\p{L}\\p{N}_-])`)
  }
  return patterns
}

/** ASCII signs and controls by their number: nothing of the id is read as part of the pattern. */
function literal(text: string): string {
  return text.replaceAll(/[\p{Cc}!-/:-@[-`{-~]/gu, (sign) => `\\x{${sign.charCodeAt(0).toString(16)}}`)
}
