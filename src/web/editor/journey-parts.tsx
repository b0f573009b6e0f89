import type { DocumentPath } from '../../model/document-path.ts'
import { DeadlineParts } from './deadline-parts.tsx'
import { useEditor } from './editor-context.ts'
import { Choice, FindingsAt, Part, TextField } from './fields.tsx'
import { IdParts } from './id-parts.tsx'
import { removeIfThere } from './remove-if-there.ts'
import { RuleField } from './rule-field.tsx'

type Group = Record<string, unknown>

/** What a journey has beside its stages: its name and subject, personas, hand-offs, value. */
export function JourneyParts({ document }: { document: Group }) {
  const { edit, subjectType } = useEditor()
  const put = (group: Group, path: DocumentPath) => (value: string) =>
    edit(value === '' ? removeIfThere(group, path) : { kind: 'set', path, value })
  const stages = (Array.isArray(document.stages) ? document.stages : []) as Group[]
  const stageOptions = stages.map(({ id, name }): [string, string] => [String(id), String(name ?? id)])
  const value = document.value as Group | undefined
  return (
    <div className="journey-parts">
      <Part head="Name and subject" open>
        <TextField label="Name" value={String(document.name ?? '')} commit={put(document, ['name'])} />
        <TextField label="Description" rows={2} value={String(document.description ?? '')} commit={put(document, ['description'])} />
        <div className="line">
          <TextField label="Whose journey" value={subjectType} commit={put(document, ['subject'])} />
          <TextField
            label="Begins anew after"
            hint="180d"
            value={String(document.restartAfter ?? '')}
            commit={put(document, ['restartAfter'])}
          />
        </div>
        <FindingsAt path="subject" />
        <FindingsAt path="restartAfter" />
      </Part>
      <IdParts
        title="Personas"
        list="personas"
        items={(document.personas ?? []) as Group[]}
        fresh={(id) => ({ id, name: 'New persona' })}
        render={(persona, path) => (
          <>
            <TextField label="Name" value={String(persona.name ?? persona.id)} commit={put(persona, [...path, 'name'])} />
            <TextField
              label="Who this is"
              rows={2}
              value={String(persona.description ?? '')}
              commit={put(persona, [...path, 'description'])}
            />
            <RuleField label="Someone counts when" path={[...path, 'when']} value={persona.when} removable ofSubject />
          </>
        )}
      />
      <IdParts
        title="Hand-offs"
        list="handOffs"
        items={(document.handOffs ?? []) as Group[]}
        fresh={(id) => ({ id, name: 'New hand-off', from: stageOptions[0]?.[0] ?? '', to: stageOptions.at(-1)?.[0] ?? '' })}
        render={(handOff, path) => (
          <>
            <TextField label="Name" value={String(handOff.name ?? handOff.id)} commit={put(handOff, [...path, 'name'])} />
            <div className="line">
              <Choice label="From" value={String(handOff.from)} options={stageOptions} commit={put(handOff, [...path, 'from'])} />
              <Choice label="To" value={String(handOff.to)} options={stageOptions} commit={put(handOff, [...path, 'to'])} />
              <TextField
                label="Reason of refusal"
                hint="event property"
                value={String(handOff.reason ?? '')}
                commit={put(handOff, [...path, 'reason'])}
              />
            </div>
          </>
        )}
      />
      <DeadlineParts deadlines={(document.deadlines ?? []) as Group[]} />
      <Part head={value ? 'Value' : 'Value (none)'}>
        {value ? (
          <>
            <div className="line">
              <TextField label="Amount" hint="deal property" value={String(value.amount ?? '')} commit={put(value, ['value', 'amount'])} />
              {typeof value.currency === 'string' ? (
                <TextField label="Currency" hint="EUR" value={value.currency} commit={put(value, ['value', 'currency'])} />
              ) : (
                <TextField
                  label="Currency property"
                  value={String((value.currency as Group | undefined)?.property ?? '')}
                  commit={(name) => edit({ kind: 'set', path: ['value', 'currency'], value: { property: name } })}
                />
              )}
            </div>
            <RuleField label="A deal is won when" path={['value', 'won']} value={value.won} removable={false} />
            <RuleField label="A deal is lost when" path={['value', 'lost']} value={value.lost} removable />
            <FindingsAt path="value" />
            <button type="button" className="quiet" onClick={() => edit({ kind: 'remove', path: ['value'] })}>
              Remove the value
            </button>
          </>
        ) : (
          <button
            type="button"
            className="quiet"
            onClick={() => edit({ kind: 'set', path: ['value'], value: { amount: 'amount', currency: 'EUR', won: { event: '' } } })}
          >
            Add
          </button>
        )}
      </Part>
    </div>
  )
}
