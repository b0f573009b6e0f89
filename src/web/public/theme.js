// Runs before the first paint, so that a chosen theme never flashes. The same key is written by shell/theme.ts.
try {
  const theme = localStorage.getItem('desirepath-theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage may be closed to the page; then the system's theme holds.
}
