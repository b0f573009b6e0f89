import { useQuery } from '@tanstack/react-query'
import { type MailRole, mailRoles, type SendAudit } from '../../map/send-audit.ts'
import { ask } from '../shell/ask.ts'
import type { AuditForm } from './audit-question.ts'

interface MailEventsFormProps {
  asked: AuditForm
  setAsked(asked: AuditForm): void
  audit: SendAudit
}

/** Which events say what happened to an e-mail: guessed from the data until someone says otherwise (rule R10). */
export function MailEventsForm({ asked, setAsked, audit }: MailEventsFormProps) {
  const { data: names } = useQuery({ queryKey: ['names'], queryFn: ({ signal }) => ask('names', {}, {}, signal) })
  const told = Object.keys(asked.events).length > 0
  const say = (role: MailRole, given: string[]) => setAsked({ ...asked, events: { ...asked.events, [role]: given } })
  return (
    <details className="sources mail-events" open={told || undefined}>
      <summary>Which events are e-mails</summary>
      <div className="mail-roles">
        {mailRoles.map((role) => (
          <RoleNames
            key={role}
            role={role}
            names={audit.events[role]}
            guessed={audit.guessed.includes(role)}
            offered={names?.names ?? []}
            say={say}
          />
        ))}
      </div>
      {told ? (
        <button type="button" className="quiet" onClick={() => setAsked({ ...asked, events: {} })}>
          Guess them from the data again
        </button>
      ) : null}
    </details>
  )
}

interface RoleNamesProps {
  role: MailRole
  names: readonly string[]
  guessed: boolean
  offered: readonly string[]
  say(role: MailRole, names: string[]): void
}

function RoleNames({ role, names, guessed, offered, say }: RoleNamesProps) {
  const others = offered.filter((name) => !names.includes(name))
  return (
    <fieldset>
      <legend>
        {role} {guessed ? <small>guessed</small> : null}
      </legend>
      {names.length === 0 ? <p className="none">no event</p> : null}
      <ul>
        {names.map((name) => (
          <li key={name}>
            {name}{' '}
            <button
              type="button"
              className="quiet"
              aria-label={`${name} does not say ${role}`}
              onClick={() =>
                say(
                  role,
                  names.filter((one) => one !== name),
                )
              }
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
      {others.length === 0 ? null : (
        <select aria-label={`Another event that says ${role}`} value="" onChange={(event) => say(role, [...names, event.target.value])}>
          <option value="">Add an event…</option>
          {others.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
    </fieldset>
  )
}
