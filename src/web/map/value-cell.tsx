import { countOf, money } from '../../map/format.ts'
import { isMeasured } from '../../map/measured.ts'
import { FigureLink } from './figure-link.tsx'
import type { CellProps } from './map-context.ts'

/** Money in a stage, per currency: open now, and won. */
export function ValueCell({ stage }: CellProps) {
  const rows = stage.value.filter((value) => value.pipelineDeals + value.wonDeals > 0)
  if (rows.length === 0) return <p className="none">{isMeasured(stage) ? 'no deals' : 'not measured'}</p>
  return rows.map(({ currency, pipeline, pipelineDeals, won, wonDeals }) => (
    <dl key={currency} className="value">
      {pipelineDeals > 0 ? (
        <div>
          <dt>open</dt>
          <dd>
            <FigureLink
              stage={stage.id}
              set="pipeline"
              definition="pipeline"
              words={`${amountOf(pipeline, currency)} in ${countOf(pipelineDeals, 'deal')} now in ${stage.name}`}
            >
              {amountOf(pipeline, currency)}
            </FigureLink>
            <small>{countOf(pipelineDeals, 'deal')}</small>
          </dd>
        </div>
      ) : null}
      {wonDeals > 0 ? (
        <div>
          <dt>won</dt>
          <dd>
            <FigureLink
              stage={stage.id}
              set="won"
              definition="won"
              words={`${amountOf(won, currency)} won in ${countOf(wonDeals, 'deal')} from ${stage.name}`}
            >
              {amountOf(won, currency)}
            </FigureLink>
            <small>{countOf(wonDeals, 'deal')}</small>
          </dd>
        </div>
      ) : null}
    </dl>
  ))
}

/** A sum of nothing is no money: the deals stand there without amounts. */
function amountOf(sum: number, currency: string): string {
  return sum === 0 ? 'no amounts' : money(sum, currency)
}
