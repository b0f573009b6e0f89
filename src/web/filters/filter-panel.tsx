import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/ScrollArea.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Combobox.css'
import { MantineProvider } from '@mantine/core'
import type { JourneyMap } from '../../map/journey-map.ts'
import { PastFields } from '../past/past-fields.tsx'
import type { Address } from '../shell/address.ts'
import { useMedia } from '../shell/media.ts'
import { useTheme } from '../shell/theme.ts'
import { PropertyForm } from './property-form.tsx'
import { SegmentForm } from './segment-form.tsx'

interface FilterPanelProps {
  map: JourneyMap
  address: Address
  change(part: Partial<Address>): void
  only?: 'period' | 'slice' | undefined
  close(): void
}

interface DeadlinesProps extends Pick<FilterPanelProps, 'address' | 'change'> {
  deadlines: JourneyMap['journey']['deadlines']
}

/** A period and how it is meant, any property as it was on entering the stage, and the saved segments. */
export function FilterPanel({ map: { journey }, address, change, only, close }: FilterPanelProps) {
  const { deadlines } = journey
  const [theme] = useTheme()
  const systemDark = useMedia('(prefers-color-scheme: dark)')
  const dark = theme === 'dark' || (theme === 'system' && systemDark)
  return (
    <MantineProvider
      forceColorScheme={dark ? 'dark' : 'light'}
      theme={{ fontFamily: 'inherit', primaryColor: 'gray' }}
      cssVariablesSelector=".filter-panel"
      getRootElement={() => undefined}
    >
      <div className="filter-panel" data-mantine-color-scheme={dark ? 'dark' : 'light'}>
        <Period address={address} change={change} />
        {deadlines.length > 0 ? <BeforeDeadline address={address} deadlines={deadlines} change={change} /> : null}
        {only === 'period' ? null : (
          <>
            {only === 'slice' ? null : <PastFields address={address} change={change} />}
            <PropertyForm journey={journey.id} change={change} />
            <SegmentForm journey={journey.id} address={address} change={change} />
          </>
        )}
        <button type="button" className="quiet" onClick={close}>
          Close
        </button>
      </div>
    </MantineProvider>
  )
}

function Period({ address, change }: Pick<FilterPanelProps, 'address' | 'change'>) {
  return (
    <fieldset>
      <legend>Period</legend>
      <label>
        from
        <input
          type="date"
          value={address.from ?? ''}
          max={address.until}
          onChange={(event) => change({ from: event.target.value || undefined, anchor: undefined, before: undefined })}
        />
      </label>
      <label>
        until
        <input
          type="date"
          value={address.until ?? ''}
          min={address.from}
          onChange={(event) => change({ until: event.target.value || undefined, anchor: undefined, before: undefined })}
        />
      </label>
      <label>
        counts
        <select value={address.period === 'lived' ? 'lived' : ''} onChange={(event) => change({ period: event.target.value || undefined })}>
          <option value="">people who entered in the period</option>
          <option value="lived">what happened in the period</option>
        </select>
      </label>
    </fieldset>
  )
}

/** The time before a day of a deadline, in place of two dates (rule K8). */
function BeforeDeadline({ address, deadlines, change }: DeadlinesProps) {
  const weeks = Math.round(Number(address.before ?? 56) / 7)
  const choose = (anchor: string) =>
    change(
      anchor === '' ? { anchor: undefined, before: undefined } : { anchor, before: String(weeks * 7), from: undefined, until: undefined },
    )
  return (
    <fieldset>
      <legend>Before a deadline</legend>
      <label>
        deadline
        <select value={address.anchor ?? ''} onChange={(event) => choose(event.target.value)}>
          <option value="">none</option>
          {address.anchor && !deadlines.some(({ id, days }) => days.some((day) => `${id}:${day}` === address.anchor)) ? (
            <option value={address.anchor}>{address.anchor}</option>
          ) : null}
          {deadlines.map(({ id, name, days }) => (
            <optgroup key={id} label={name}>
              {days.map((day) => (
                <option key={day} value={`${id}:${day}`}>
                  {name} {day}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <label>
        weeks before
        <input
          type="number"
          min={1}
          max={520}
          value={weeks}
          disabled={!address.anchor}
          onChange={(event) => {
            const asked = Number(event.target.value)
            if (asked >= 1 && asked <= 520) change({ before: String(Math.round(asked) * 7) })
          }}
        />
      </label>
    </fieldset>
  )
}
