/** What each figure means: first in plain words, then its name in statistics. */
export const definitions = {
  converted: {
    plain:
      'Share of stays that reached a later stage, or the goal, by the last day of the stage’s window. Stays still under way count for as long as they were seen.',
    statistic: 'Aalen–Johansen cumulative incidence of conversion, against return and drop; 95 % interval clustered by account',
  },
  deadlineWindows: {
    plain:
      'Only stays whose own deadline has passed are counted in the shares: all of them were seen to its end. Those who still have time, or for whom no date is known yet, are in no share.',
    statistic: 'Plain proportions; Wilson intervals with the design effect of accounts',
  },
  intakes: {
    plain: 'Each line is the people of one deadline, week by week before it, up to a year. The newest stops where the data end.',
    statistic: 'Cumulative counts by calendar weeks before the deadline',
  },
  entered: { plain: 'How many stays began in this stage. One account may stay more than once.', statistic: 'Count of stays' },
  stillIn: { plain: 'Stays that had not ended when the data ends. They are not counted as lost.', statistic: 'Right-censored stays' },
  intendedConversion: {
    plain: 'What the team designed or believes: the share that should move on.',
    statistic: 'Intended value with tolerance',
  },
  median: {
    plain: 'Half of the stays have left this stage by then, for whatever reason.',
    statistic: 'Kaplan–Meier median of leaving; Brookmeyer–Crowley 95 % interval',
  },
  converting: {
    plain: 'Of those who move on within the stage’s window, half have done so by then. This is what an intended time is held against.',
    statistic: 'Median of the conversion incidence over its value at the window; Brookmeyer–Crowley 95 % interval',
  },
  notReached: {
    plain: 'Fewer than half have left so far, so there is no honest “typical time” yet.',
    statistic: 'Median beyond follow-up',
  },
  shape: {
    plain: 'When stays end: the higher the hill, the more end around that day.',
    statistic: 'Share leaving in each span of days, by its length',
  },
  intendedMedian: {
    plain: 'What the team designed or believes: the time half of those who move on should need.',
    statistic: 'Intended median with tolerance',
  },
  reach: {
    plain: 'Share of the stage’s stays that met this touchpoint at least once.',
    statistic: 'Proportion of stays; Wilson 95 % interval with design effect',
  },
  neverSeen: { plain: 'The team plans this touchpoint, but no stay has met it in the data.', statistic: 'Zero observed' },
  unplanned: { plain: 'People meet this touchpoint, but the team has not planned it here.', statistic: 'Observed, not intended' },
  emotion: {
    plain: 'How people should feel here, from −2 (bad) to +2 (good). Nothing measured yet: no documents.',
    statistic: 'Intended mean',
  },
  pipeline: { plain: 'Amounts of the deals that are in this stage now.', statistic: 'Sum of last known amounts, per currency' },
  won: { plain: 'Amounts of deals won from this stage, by the day they closed.', statistic: 'Sum of won amounts, per currency' },
  verdict: {
    plain: '“As intended”: the whole interval lies within the tolerance. “Off”: wholly outside. Else nobody can tell yet.',
    statistic: 'Interval against tolerance',
  },
  evidence: {
    plain: 'What stands behind this column: numbers, what people of the team wrote, and voices of customers.',
    statistic: 'Kinds of evidence',
  },
  assumption: { plain: 'Written by the team. Nothing yet confirms or contradicts it.', statistic: 'No evidence' },
  caution: {
    plain: 'Read this figure with care: there is little behind it, or too short a time.',
    statistic: 'Small n, or short follow-up',
  },
  raw: {
    plain: 'Stays that moved on, divided by all stays that ever entered, including those that only just did.',
    statistic: 'Raw ratio, no regard to censoring',
  },
  withoutSilence: { plain: 'The same if going silent is not counted as leaving.', statistic: 'Incidence with inactivity drops joined' },
  curve: { plain: 'How many are still in the stage after so many days.', statistic: 'Kaplan–Meier survival with 95 % band' },
  causes: { plain: 'Of all who entered, how many have moved on, gone back or been lost by that day.', statistic: 'Cumulative incidences' },
  daily: { plain: 'Of those still in the stage on that day, how many leave on it, and how.', statistic: 'Cause-specific daily hazard' },
  funnelAny: { plain: 'Journeys that came to this stage or a later one.', statistic: 'Cumulative funnel, “any”' },
  funnelAll: { plain: 'Journeys that came to this stage and every earlier one.', statistic: 'Cumulative funnel, “all”' },
  funnelInstances: { plain: 'Journeys that began, without those already under way when the data begins.', statistic: 'Count of instances' },
  funnelRunning: {
    plain: 'Journeys still under way when the data ends: they may yet come further.',
    statistic: 'Instances with an open stay',
  },
  trend: {
    plain: 'Of those who entered in that month, the share that moved on within the window.',
    statistic: 'Cohort incidence by entry month',
  },
  handOff: { plain: 'How many of those passed on were accepted, and how fast.', statistic: 'Share accepted; median days; 95 % intervals' },
  handOverCounts: {
    plain:
      'Of those handed over: accepted once they enter the stage handed to, refused when their journey ended without it, also by silence, else still waiting.',
    statistic: 'Count of instances',
  },
  reasons: {
    plain: 'Stays that hold this reason. One stay can hold several, and one that was accepted later may hold one, too.',
    statistic: 'Count of stays',
  },
} as const

export type DefinitionId = keyof typeof definitions

/** The ids that tie a figure to its definition, for `aria-describedby`. */
export function defined(id: DefinitionId): string {
  return `def-${id}`
}

/** All definitions, once and out of sight: screen readers read them by reference, the tooltip shows them. */
export function Definitions() {
  return (
    <div hidden>
      {Object.entries(definitions).map(([id, { plain, statistic }]) => (
        <p key={id} id={`def-${id}`}>
          {plain} <small>{statistic}.</small>
        </p>
      ))}
    </div>
  )
}
