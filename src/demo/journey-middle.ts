/** The stage Evaluation of the demo's journey, as YAML. */
export const stageEvaluation = `  - id: evaluation
    name: Evaluation
    lifecycle: acquisition
    entry:
      any:
        - Demo requested
        - Trial started
        - Lead accepted
    exit:
      dropped: Opportunity lost
    dropAfter: 30d
    window: 90d
    intended:
      conversion: 45%
      median: 21d
      emotion: 0.7
    steps:
      - { id: demo, name: Sees a demo, rule: { touchpoint: Demo call } }
      - { id: trial, name: Works in the trial, rule: { touchpoint: Trial workspace } }
      - { id: questionnaire, name: Opens the security questionnaire, optional: true, rule: { touchpoint: Security questionnaire } }
    goals:
      - Prove it with our own data
    actions:
      - Sees a demo with own examples
      - Loads a sample of own contacts into the trial
      - Invites two colleagues
      - Sends the security questionnaire to IT
    questions:
      - How long until it is live?
      - What happens to the trial data when legal is slow?
      - Can we leave after a year, with our data?
    concerns:
      - The trial ends before procurement has begun
      - The demo shows what works, not what breaks
    touchpoints: [Demo call, Trial workspace, First ticket, Security questionnaire, Proposal]
    thoughts:
      - I asked for a demo on Monday. It is Friday.
      - If our messy list survives the import, I am convinced.
    emotions: [Engaged, impatient when answers take days]
    friction:
      - A demo takes more than five days after the request for almost one in four
      - The security questionnaire starts from zero for each customer
    confusion:
      - Which features of the trial are in which plan
    opportunities:
      - Offer demo times on the request form instead of a call back
      - Lengthen the trial by itself while the contract is with legal
      - Send the filled-in security questionnaire with the proposal
`

/** The stage Onboarding of the demo's journey, as YAML. */
export const stageOnboarding = `  - id: onboarding
    name: Onboarding
    lifecycle: onboarding
    entry: Contract signed
    exit:
      dropped: Contract cancelled
    dropAfter: 30d
    window: 90d
    intended:
      conversion: 90%
      median: 33d
      emotion: 0.8
      tolerance: { conversion: 3%, median: 20% }
    steps:
      - { id: import, name: Imports the data, rule: { touchpoint: Import wizard } }
      - { id: training, name: Trains the team, rule: { touchpoint: Training session } }
      - { id: help, name: Reads in the help centre, optional: true, rule: { touchpoint: Help centre } }
    goals:
      - A first result to show within a month
    actions:
      - Imports the data
      - Sets up single sign-on with IT
      - Trains the team
      - Sends the first segment
    questions:
      - Why was my import rejected?
      - In which order do we do this?
      - Who at your side do we call?
    concerns:
      - The team returns to the spreadsheet if the first week is hard
    touchpoints: [Import wizard, Help centre, Setup series, Training session, Setup call]
    thoughts:
      - The third CSV. I will try once more.
      - We were trained on an empty screen.
    emotions: [Determined, frustrated by the first import]
    friction:
      - The import says that a row is wrong, not what is wrong with it
      - Training is planned by calendar, not after the import
    confusion:
      - Required and recommended fields look the same in the wizard
    opportunities:
      - Book the training from the page that says the import is complete
      - Show the first ten wrong rows with the reason and a fix
      - Call whoever has not come back for ten days
`
