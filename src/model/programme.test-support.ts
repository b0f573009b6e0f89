/** A whole programme as people write it, for tests. */
export const wholeProgramme = `programme: nurture
name: Nurture
journey: b2b
timeZone: Europe/Berlin
zoneProperty: time_zone
language: en
consent: { subject: email_consent, is: "yes" }
holdout: 10%
priority: 5
sender: { name: Acme, email: hello@acme.example, replyTo: sales@acme.example }
unsubscribe: https://acme.example/unsubscribe
limits:
  minGap: 7d
  perSequence: 4
  perPerson: { messages: 4, within: 4w }
  weekdays: [mon, tue, wed, thu]
  hours: 08:30-18:00
  country: DE
  blackouts:
    - { name: Stocktaking, from: 2026-01-02, to: 2026-01-04 }
  sensitive:
    - { occasion: mothers-day, optOut: no_mothers_day, before: 14d }
  oneAnAccountADay: true
  pauseOnOpenDeal: true
sequences:
  - stage: consideration
    messages:
      - id: price
        day: 5
        name: What does it cost?
        question: What does it cost?
        leadsTo: Pricing page
        asset: price-list
        subjects: ["{{ contact.first_name }}, what it costs"]
        body: |
          Dear {{ contact.first_name }},

          here is our price list.
      - id: proof
        day: 12
        question: Does it work for others?
        language: de
friction:
  - id: stuck
    stage: consideration
    signal: { when: { touchpoint: Help page, atLeast: 3, within: 7d } }
    delay: 36h
  - id: quiet
    stage: consideration
    signal: { silence: 14d }
    delay: 0d
  - id: long
    stage: consideration
    signal: { longStay: 28d }
    delay: 1d
  - id: back
    stage: consideration
    signal: returned
    delay: 7d
transactional:
  - id: order
    when: { event: ordered, where: { amount: { gt: 0 } } }
assets:
  - { id: price-list, title: Price list, stage: consideration, question: What does it cost?, format: article, url: https://acme.example/prices }
`
