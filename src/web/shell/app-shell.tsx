import { Link, Outlet } from '@tanstack/react-router'
import { Definitions } from './definitions.tsx'
import { useLive } from './live.ts'
import { ThemeSwitch } from './theme-switch.tsx'
import { TipLayer } from './tip-layer.tsx'

/** The frame of every page: the way home, imports, the theme, and the one tooltip. */
export function AppShell() {
  useLive()
  return (
    <>
      <a className="skip" href="#content">
        To the content
      </a>
      <header className="top">
        <Link to="/" className="brand">
          <svg viewBox="0 0 34 16" width="34" height="16" aria-hidden="true">
            <path d="M2 12.5C10 12.5 10 3 17 3s7 6 15 6" className="brand-actual" />
            <path d="M2 8.5 32 4" className="brand-intended" />
          </svg>
          Desirepath
        </Link>
        <nav aria-label="Main">
          <Link to="/" activeOptions={{ exact: true }}>
            Journeys
          </Link>
          <Link to="/new">New journey</Link>
          <Link to="/add">Add data</Link>
          <Link to="/draft">Draft</Link>
          <Link to="/imports">Imports</Link>
          <Link to="/calendar">Calendar</Link>
        </nav>
        <ThemeSwitch />
      </header>
      <div id="content">
        <Outlet />
      </div>
      <Definitions />
      <TipLayer />
    </>
  )
}
