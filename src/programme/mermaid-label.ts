/** Text as Mermaid shows it between quotes. */
export function mermaidLabel(text: string): string {
  const safe = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('#', '#35;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll('`', '#96;')
  return `"${safe}"`
}
