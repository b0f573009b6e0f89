import { createRandom } from '../core/random.ts'
import type { PlannedContact } from './draw-contact.ts'
import type { PersonaId } from './laws.ts'
import type { DemoPlan } from './plan.ts'

const departments: Record<PersonaId, string> = {
  'marketing-lead': 'Marketing',
  'it-owner': 'IT',
  'finance-sponsor': 'Finance',
  unassigned: '',
}
const titles: Record<PersonaId, readonly string[]> = {
  'marketing-lead': ['Head of marketing', 'Marketing operations manager', 'Campaign manager', 'Demand generation lead'],
  'it-owner': ['IT manager', 'Data engineer', 'Security officer', 'Systems architect'],
  'finance-sponsor': ['Finance director', 'Controller', 'Procurement manager'],
  unassigned: [''],
}
const seniorities = [
  ['Specialist', 0.5],
  ['Manager', 0.32],
  ['Director', 0.18],
] as const
const countries = [
  ['NL', 0.3],
  ['DE', 0.27],
  ['GB', 0.15],
  ['FR', 0.14],
  ['US', 0.14],
] as const
const industries = [
  ['Manufacturing', 0.31],
  ['Business services', 0.22],
  ['Wholesale', 0.17],
  ['Software', 0.16],
  ['Health', 0.14],
] as const
const bands = [
  ['10-49', 10, 0.35],
  ['50-249', 50, 0.4],
  ['250-999', 250, 0.18],
  ['1000+', 1000, 0.07],
] as const

/** Header and row of a contact in the table of contacts. Seniority, country and consent have no bearing on any outcome. */
export const contactColumns = ['contact_id', 'account_id', 'job_title', 'department', 'seniority', 'country', 'email_consent'] as const

/** One row of the table of contacts, in the order of `contactColumns`. */
export function contactRow(plan: DemoPlan, contact: PlannedContact): string[] {
  const random = createRandom(plan.seed).fork(`person ${contact.index}`)
  return [
    contactId(contact.index),
    accountId(contact.account),
    random.pick(titles[contact.persona]),
    departments[contact.persona],
    random.weighted(seniorities),
    random.weighted(countries),
    random.chance(0.83) ? 'yes' : 'no',
  ]
}

/** Header of the table of accounts. */
export const accountColumns = ['account_id', 'account_name', 'industry', 'employees', 'size', 'country'] as const

const firstParts = ['North', 'Delta', 'Silver', 'Oak', 'River', 'Bright', 'Stone', 'Harbour', 'Linden', 'Copper', 'Meadow', 'Summit']
const lastParts = ['works', 'line', 'trade', 'systems', 'partners', 'supply', 'labs', 'logistics', 'foods', 'care']

/** One row of the table of accounts, in the order of `accountColumns`. Names are put together from common words. */
export function accountRow(plan: DemoPlan, account: number): string[] {
  const random = createRandom(plan.seed).fork(`account ${account}`)
  const [size, least] = random.weighted(bands.map((band) => [band, band[2]] as const))
  const employees = Math.floor(least * (1 + 3.8 * random.uniform()))
  const name = `${random.pick(firstParts)}${random.pick(lastParts)} ${account + 1}`
  return [accountId(account), name, random.weighted(industries), String(employees), size, random.weighted(countries)]
}

/** The id of a contact, as it stands in every file. */
export function contactId(index: number): string {
  return `c${index}`
}

/** The id of an account, as it stands in every file. */
export function accountId(index: number): string {
  return `a${index}`
}
