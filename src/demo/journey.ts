import { stageAdvocacy, stageValueAndRenewal } from './journey-late.ts'
import { stageEvaluation, stageOnboarding } from './journey-middle.ts'
import type { DemoPlan } from './plan.ts'

const head = (id: string, description: string) => `journey: ${id}
name: From first article to advocate
description: >-
  ${description}
subject: contact
restartAfter: 180d

personas:
  - id: marketing-lead
    name: Marketing lead
    description: >-
      Runs campaigns at a mid-size company. Has promised the board one customer view this year and fears a project that never ends.
    when: { subject: department, is: Marketing }
  - id: it-owner
    name: IT and data owner
    description: >-
      Answers for integrations, access and data protection. Is asked late and would rather be asked early.
    when: { subject: department, is: IT }
  - id: finance-sponsor
    name: Finance sponsor
    description: >-
      Signs the contract and defends it a year later. Wants one page with the cost, the gain and the notice period.
    when: { subject: department, is: Finance }

handOffs:
  - id: marketing-to-sales
    name: Marketing hands over to sales
    from: consideration
    to: evaluation
    reason: reason

value:
  amount: amount
  currency: { property: currency }
  won: { event: [Contract signed, Contract renewed] }

stages:
`

const stageAwareness = `  - id: awareness
    name: Awareness
    lifecycle: awareness
    entry: { event: [Article read, Ad clicked, Post clicked, Webinar attended] }
    exit:
      dropped: Unsubscribed
    dropAfter: 30d
    window: 60d
    intended:
      conversion: 30%
      median: 10d
      emotion: 0.2
    steps:
      - { id: article, name: Reads an article, rule: { touchpoint: Blog article } }
      - { id: pricing, name: Looks at prices, optional: true, rule: { touchpoint: Pricing page } }
    goals:
      - Understand whether the problem is worth solving now
    actions:
      - Reads two articles and sends one to a colleague
      - Compares what peers in the same trade do
      - Looks at the pricing page to see which league this is
    questions:
      - What does it cost us to do nothing?
      - Is this a tool, a project, or a new way of working?
      - Who like us has done this?
    concerns:
      - It looks like one more system to keep filled
      - The examples are all from much larger companies
    touchpoints: [Blog article, Peer post, Search ad, Webinar, Newsletter]
    thoughts:
      - We have talked about this for two years. Perhaps now.
      - If I cannot explain it in one sentence, I cannot bring it to the board.
    emotions: [Curious, a little guilty about the state of the data]
    friction:
      - The articles ask for an e-mail address before they have given anything
    confusion:
      - Customer platform, marketing suite and CRM add-on read as the same thing
    opportunities:
      - Show the price range beside the first article, since so many look it up before reading
      - Give a one-page cost of doing nothing, by company size
`

const stageConsideration = `  - id: consideration
    name: Consideration
    lifecycle: acquisition
    entry: { event: Page viewed, touchpoint: [Product tour, Comparison page], atLeast: 2, within: 14d }
    reentry: Opportunity recycled
    exit:
      dropped: Lead rejected
    dropAfter: 30d
    window: 60d
    intended:
      conversion: 55%
      median: 14d
      emotion: 0.5
    steps:
      - { id: integrations, name: Opens the integration guide, rule: { touchpoint: Integration guide } }
      - { id: security, name: Opens the security page, optional: true, rule: { touchpoint: Security page } }
      - { id: pricing, name: Opens the pricing page, rule: { touchpoint: Pricing page } }
    goals:
      - Be sure it fits our stack before involving the boss
    actions:
      - Comes back to the pricing page
      - Asks a colleague in IT about the CRM
      - Reads the security page
      - Downloads a case study to show around
    questions:
      - Does it work with our CRM, custom fields included?
      - Who owns the data, and where is it kept?
      - What will it cost with our number of contacts?
      - How much work is it for IT?
    concerns:
      - IT will say no if they hear of it last
      - The price on the page is not the price in the contract
    touchpoints: [Pricing page, Nurture e-mail, Security page, Integration guide, Case study, Chat with sales]
    thoughts:
      - I like it, but I cannot answer the first thing they will ask me.
      - I have been on this pricing page four times now.
    emotions: [Hopeful, then uneasy without an answer about integrations]
    friction:
      - The integration guide is three clicks deep and named after our module, not after their CRM
      - Prices need a call above 10,000 contacts
    confusion:
      - Contacts, profiles and users are counted differently on two pages
    opportunities:
      - Send the integration guide of the visitor's own CRM with the first nurture e-mail
      - Offer a price calculator on the third visit of the pricing page
      - Agree with sales on company size, the second most common reason to reject a lead
`

const descriptions = {
  large: 'Two years at a company that sells customer data software to mid-size businesses. All of it is made up by a seeded generator.',
  small: 'The same company on a small scale: 300 accounts, as many teams have. All of it is made up by a seeded generator.',
} as const

/** The demo's journey definition, as YAML text ready for `journey apply`. Some intended values hold, others are planted to be off. */
export function demoJourney(plan: DemoPlan): string {
  const id = plan.size === 'large' ? 'b2b-software' : 'b2b-software-small'
  const early = stageAwareness + stageConsideration
  return head(id, descriptions[plan.size]) + early + stageEvaluation + stageOnboarding + stageValueAndRenewal + stageAdvocacy
}
