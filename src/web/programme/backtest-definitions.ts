/** What each figure of a backtest means, in plain words, with the rule behind it. */
export const backtestDefinitions = {
  audience: {
    plain: 'People who had a stay in a stage that the programme writes to, who consented, and who are not kept without messages.',
    rule: 'R1, R7',
  },
  heldOut: { plain: 'People who would be kept without messages, so that the effect can be told later.', rule: 'R1' },
  withoutConsent: { plain: 'People in those stages to whom nothing may be sent.', rule: 'R1' },
  sends: { plain: 'Messages of sequences and after friction that would have gone out by the last known day.', rule: 'R6, R7' },
  reached: { plain: 'People who would have got at least one message.', rule: 'R7' },
  share: {
    plain:
      'Of the messages that are decided, the share that would have gone out: the person was still there, and no limit stood against it. Messages still due are not in it.',
    rule: 'R7; Wilson 95 % interval, each account (or person without one) a cluster (M5)',
  },
  transactional: {
    plain: 'Messages that an event owes, such as a confirmation. They count in no gap and no cap, and in no other figure here.',
    rule: 'R6',
  },
  perPerson: { plain: 'How many people would have got so many messages, over all of the time.', rule: 'R7' },
  perWeek: { plain: 'Each week of each person in which they would have got something. A week begins on Monday.', rule: 'R7' },
  month: {
    plain:
      'People to be written to: in that month they had a stay in a stage that the programme writes to. Months are those of the programme’s time zone.',
    rule: 'R7',
  },
  fate: { plain: 'Messages that did not go out, each with the first reason that stood against it.', rule: 'R6, R9' },
  moved: { plain: 'Messages that something moved to a later time. They may still have gone out.', rule: 'R6, R9' },
  capHits: { plain: 'Messages that a cap stopped: the most messages of a stage for good, the cap a person until later.', rule: 'R3, R6' },
  collisions: {
    plain:
      'Messages that had to wait for another one: the gap after the last, a colleague’s on the same day, or a programme that goes first.',
    rule: 'R6, R9',
  },
  afterKnownLeaving: { plain: 'Messages sent although it was known that the person had left the stage. This must be 0.', rule: 'R6, R7' },
  afterLeavingNotReceived: { plain: 'Messages sent after someone had left, before word of it had come.', rule: 'R7' },
  mostInAWeek: { plain: 'The most messages that one person would have got from Monday to Sunday.', rule: 'R7' },
} as const

export type BacktestFigure = keyof typeof backtestDefinitions
