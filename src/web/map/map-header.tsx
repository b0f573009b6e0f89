import { Link, useNavigate } from '@tanstack/react-router'
import { addressOf } from '../../api/contract.ts'
import { ago, countOf, month } from '../../map/format.ts'
import { isOnlyDrawn } from '../../map/measured.ts'
import { FilterBar } from '../filters/filter-bar.tsx'
import { type View, views, withoutDrawer } from '../shell/address.ts'
import { LaneMenu } from './lane-menu.tsx'
import { useMapScene } from './map-context.ts'

const viewNames: Record<View, string> = { intended: 'Intended', actual: 'Actual', gap: 'Gap' }

/** The journey's name, what its figures rest on, and how to read them. */
export function MapHeader() {
  const { map, address } = useMapScene()
  const persona = map.journey.personas.find((known) => known.id === address.persona)
  const { journey, span, refreshedAt } = map
  const drawn = isOnlyDrawn(map)
  const described = journey.personas.filter(({ ruleText }) => ruleText === null)
  const facts = [
    journey.description,
    drawn ? `${countOf(map.stages.length, 'stage')}, drawn` : countOf(map.subjects, journey.subjectType),
    span ? `${month(span.from)} – ${month(span.horizon)}` : null,
    drawn ? null : refreshedAt === null ? 'never refreshed' : `refreshed ${ago(refreshedAt, Date.now())}`,
    `version ${journey.version}`,
  ]
  return (
    <header className="map-header">
      <div className="map-title">
        <h1>{journey.name}</h1>
        <p>{facts.filter(Boolean).join(' · ')}</p>
        {described.map(({ id, name, description }) => (
          <p key={id} className="persona-words">
            <b>{name}</b> {description}
          </p>
        ))}
        {persona?.ruleText ? (
          <p className="persona-words">
            <b>{persona.name}</b> {persona.description} Counted when {persona.ruleText}.
          </p>
        ) : null}
      </div>
      {drawn ? null : <FilterBar />}
      <div className="map-tools">
        {drawn ? null : (
          <>
            <Legend />
            <Link
              className="quiet paths-link"
              to="/journeys/$journey/paths"
              params={{ journey: journey.id }}
              search={withoutDrawer(address)}
            >
              Paths
            </Link>
            <Link
              className="quiet paths-link"
              to="/journeys/$journey/programme"
              params={{ journey: journey.id }}
              search={withoutDrawer(address)}
            >
              E-mails
            </Link>
          </>
        )}
        <Link className="quiet edit-link" to="/journeys/$journey/edit" params={{ journey: journey.id }}>
          Edit
        </Link>
        <Link className="quiet edit-link" to="/journeys/$journey/versions" params={{ journey: journey.id }}>
          Versions
        </Link>
        <LaneMenu />
        <a className="quiet table-link" href={addressOf('drawnXlsx', { journey: journey.id })} download>
          Spreadsheet
        </a>
        <button type="button" className="quiet print-button" onClick={() => print()}>
          Print
        </button>
        {drawn ? null : <ViewSwitch />}
      </div>
    </header>
  )
}

function ViewSwitch() {
  const { view } = useMapScene()
  const navigate = useNavigate()
  const show = (next: View) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, view: next === 'gap' ? undefined : next }),
      replace: true,
      resetScroll: false,
    })
  return (
    <fieldset className="segments">
      <legend className="hidden">What the map shows</legend>
      {views.map((name) => (
        <label key={name}>
          <input type="radio" name="view" value={name} checked={view === name} onChange={() => show(name)} />
          <span>{viewNames[name]}</span>
        </label>
      ))}
    </fieldset>
  )
}

function Legend() {
  const { view } = useMapScene()
  return (
    <p className="legend">
      {view === 'intended' ? null : (
        <span>
          <i className="legend-actual" aria-hidden="true" /> actual
        </span>
      )}
      {view === 'actual' ? null : (
        <span>
          <i className="legend-intended" aria-hidden="true" /> intended
        </span>
      )}
    </p>
  )
}
