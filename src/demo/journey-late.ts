/** The stage Value and renewal of the demo's journey, as YAML: entered again each time a renewal period opens. */
export const stageValueAndRenewal = `  - id: value-renewal
    name: Value & renewal
    lifecycle: retention
    entry: Go-live confirmed
    reentry: Renewal period opened
    exit:
      dropped: Contract cancelled
    dropAfter: 60d
    window: 365d
    intended:
      conversion: 60%
      median: 330d
      emotion: 1.0
    steps:
      - { id: dashboard, name: Looks at the dashboard, rule: { touchpoint: Dashboard } }
      - { id: review, name: Holds a quarterly review, rule: { touchpoint: Quarterly review } }
    goals:
      - Defend the budget next year
    actions:
      - Reviews the numbers each quarter
      - Shares a report with finance
      - Compares offers before the renewal
    questions:
      - What did we get for the money?
      - Which features do we pay for and not use?
      - What will the price be next year?
    concerns:
      - Only one of us still knows how it works
      - The renewal comes as an invoice, not as a conversation
    touchpoints: [Dashboard, Quarterly review, Renewal call, Support ticket]
    thoughts:
      - It simply works. I hardly think of it.
      - In September I have to explain this line in the budget.
    emotions: [Calm, watchful near the renewal]
    friction:
      - Figures for the yearly report are copied by hand
    confusion:
      - The notice period differs from the contract year
    opportunities:
      - Prepare a one-page value report ninety days before the renewal
      - Watch for sixty days of silence and ask one question in person
`

/** The stage Advocacy of the demo's journey, as YAML. */
export const stageAdvocacy = `  - id: advocacy
    name: Advocacy
    lifecycle: advocacy
    entry: { event: [Reference agreed, Review published, Referral made] }
    exit:
      completed: Case study published
      dropped: Contract cancelled
    dropAfter: 60d
    window: 180d
    intended:
      conversion: 25%
      emotion: 1.4
    steps:
      - { id: forum, name: Reads along with peers, optional: true, rule: { touchpoint: Community forum } }
    goals:
      - Be seen as the one who chose well
    actions:
      - Takes a reference call
      - Answers peers in the forum
      - Speaks at the user day
    questions:
      - How much time will a case study take?
      - May I see the text before it is public?
    concerns:
      - My company does not allow public references without a lawyer
    touchpoints: [User day, Recommendation, Community forum, Reference call]
    thoughts:
      - I would do this again, and they know it.
    emotions: [Proud, glad to be asked and not chased]
    friction:
      - A case study needs three approvals on their side and two on ours
    confusion:
      - Nobody knows whether a reference earns anything in return
    opportunities:
      - Ask once, in the month after the best quarter
      - Offer a quiet form of reference, by phone and without a logo
`
