import { type Theme, useTheme } from './theme.ts'

const choices: readonly { theme: Theme; name: string; path: string }[] = [
  {
    theme: 'light',
    name: 'Light',
    path: 'M8 4.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8M8 1v1.4M8 13.6V15M1 8h1.4M13.6 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  },
  { theme: 'system', name: 'As the system', path: 'M2 3h12v8H2zM6 14h4M8 11v3' },
  { theme: 'dark', name: 'Dark', path: 'M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1' },
]

/** Chooses between the light, the dark and the system's theme. */
export function ThemeSwitch() {
  const [chosen, choose] = useTheme()
  return (
    <fieldset className="theme-switch">
      <legend className="hidden">Theme</legend>
      {choices.map(({ theme, name, path }) => (
        <button key={theme} type="button" aria-pressed={chosen === theme} aria-label={name} title={name} onClick={() => choose(theme)}>
          <svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true">
            <path d={path} />
          </svg>
        </button>
      ))}
    </fieldset>
  )
}
