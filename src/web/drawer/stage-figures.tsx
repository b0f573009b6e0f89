import { useQuery } from '@tanstack/react-query'
import type { MapStage, StageDetail } from '../../map/journey-map.ts'
import { isMeasured } from '../../map/measured.ts'
import { useMapScene } from '../map/map-context.ts'
import { filterQuery } from '../shell/address.ts'
import { stageQuery } from '../shell/queries.ts'
import { Failed, Skeleton } from '../shell/states.tsx'
import { ConversionFigures } from './conversion-figures.tsx'
import { CountFlows } from './count-flows.tsx'
import { FunnelTable } from './funnel-table.tsx'
import { IntakesChart } from './intakes-chart.tsx'
import { NextTable } from './next-table.tsx'
import { ReachTable } from './reach-table.tsx'
import { RuleSentences } from './rule-sentences.tsx'
import { CurveChart, DailyChart, TrendChart } from './stage-charts.tsx'
import { TimeTable } from './time-table.tsx'

/** All figures of one stage, from the counts to the rules they rest on. */
export function StageFigures({ journey, stage }: { journey: string; stage: string }) {
  const { address } = useMapScene()
  const { data, error, isPending, refetch } = useQuery(stageQuery(journey, stage, filterQuery(address)))
  if (isPending) return <Skeleton rows={14} label="Loading the stage" />
  if (error) return <Failed error={error} retry={() => void refetch()} />
  return <Figures journey={journey} detail={data} />
}

function Figures({ journey, detail }: { journey: string; detail: StageDetail }) {
  const { stage } = detail
  if (!isMeasured(stage)) return <Drawn stage={stage} />
  return (
    <>
      <CountFlows stage={stage} />
      <ConversionFigures stage={stage} />
      {detail.intakes.length > 0 ? <IntakesChart detail={detail} /> : null}
      <TimeTable stage={stage} />
      {detail.curve.length > 1 ? <CurveChart detail={detail} /> : null}
      {detail.daily.length > 0 ? <DailyChart detail={detail} /> : null}
      <NextTable detail={detail} />
      <ReachTable stage={stage} kind="touchpoint" />
      <ReachTable stage={stage} kind="channel" />
      <FunnelTable journey={journey} stage={stage.id} />
      {detail.trend.length > 0 ? <TrendChart detail={detail} /> : null}
      <RuleSentences stage={stage} />
    </>
  )
}

/** A stage without an entry rule has no figures (rule J6). */
function Drawn({ stage }: { stage: MapStage }) {
  return (
    <>
      <section aria-labelledby="drawn">
        <h3 id="drawn">No rule yet</h3>
        <p className="lead">This stage is drawn, not measured. Say which event brings someone here, and its figures appear.</p>
      </section>
      <RuleSentences stage={stage} />
    </>
  )
}
