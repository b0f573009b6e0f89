// Runs before the first paint and before the page's own script has arrived.

// A chosen theme never flashes. The same key is written by shell/theme.ts.
try {
  const theme = localStorage.getItem('desirepath-theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage may be closed to the page; then the system's theme holds.
}

// The map is asked for while the script is still on its way; shell/ask.ts takes the answer if its own address is the same.
const opened = location.pathname.match(/^\/journeys\/([^/]+)/)
if (opened) {
  const given = new URLSearchParams(location.search)
  const day = (name, shift) => (given.get(name) ? Date.parse(`${given.get(name)}T00:00:00Z`) + shift : Number.NaN)
  const query = new URLSearchParams()
  for (const name of ['persona', 'segment', 'others']) if (given.get(name)) query.set(name, given.get(name))
  const from = day('from', 0)
  const to = day('until', 86_400_000)
  if (!Number.isNaN(from)) query.set('from', String(from))
  if (!Number.isNaN(to)) query.set('to', String(to))
  for (const [name, value] of given) if (name.startsWith('where.') && value) query.set(name, value)
  if (given.get('asOf')) for (const name of ['asOf', 'known', 'timeZone', 'version']) if (given.get(name)) query.set(name, given.get(name))
  const address = `/api/journeys/${opened[1]}/map${query.size > 0 ? `?${query}` : ''}`
  const answer = fetch(address, { headers: { accept: 'application/json' } })
  answer.catch(() => {})
  window.desirepathFirst = { address, answer }
}
