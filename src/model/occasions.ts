import { type CalendarRule, dayOfRule } from './calendar-rule.ts'
import { daysBefore, dayText, type LocalDay } from './local-day.ts'
import { holidayCountries } from './public-holidays.ts'

/** An occasion of the year in one country: its first and last day. */
export interface Occasion {
  id: string
  name: string
  from: LocalDay
  to: LocalDay
}

interface OccasionRule {
  id: string
  name: string
  /** Of every country that is not named. Null: there it is none. */
  everywhere: CalendarRule | null
  /** Where it differs; null: it is not kept there. */
  by?: Readonly<Record<string, CalendarRule | null>>
  /** More days, after its first. */
  daysMore?: number
}

const fixed = (month: number, day: number): CalendarRule => ({ kind: 'fixed', month, day })
const easter = (plus: number): CalendarRule => ({ kind: 'easter', plus })
const sunday = (nth: number, month: number): CalendarRule => ({ kind: 'nth', nth, weekday: 7, month })
const thanksgiving: CalendarRule = { kind: 'nth', nth: 4, weekday: 4, month: 11 }
const each = (countries: string, rule: CalendarRule | null) => Object.fromEntries(countries.split(' ').map((country) => [country, rule]))

const rules: readonly OccasionRule[] = [
  { id: 'new-year', name: 'New Year', everywhere: fixed(1, 1) },
  { id: 'epiphany', name: 'Epiphany', everywhere: null, by: each('AT ES FI IT PL SE', fixed(1, 6)) },
  { id: 'valentines-day', name: 'Valentine’s Day', everywhere: fixed(2, 14) },
  {
    id: 'mothers-day',
    name: 'Mother’s Day',
    everywhere: sunday(2, 5),
    by: {
      ...each('GB IE', easter(-21)),
      ...each('ES PT', sunday(1, 5)),
      FR: sunday(-1, 5),
      SE: sunday(-1, 5),
      NO: sunday(2, 2),
      PL: fixed(5, 26),
    },
  },
  {
    id: 'fathers-day',
    name: 'Father’s Day',
    everywhere: sunday(3, 6),
    by: {
      ...{ AT: sunday(2, 6), BE: sunday(2, 6), CH: sunday(1, 6), DE: easter(39), DK: fixed(6, 5), PL: fixed(6, 23) },
      ...each('ES IT PT', fixed(3, 19)),
      ...each('FI NO SE', sunday(2, 11)),
    },
  },
  { id: 'easter', name: 'Easter', everywhere: easter(-2), daysMore: 3 },
  { id: 'ascension', name: 'Ascension Day', everywhere: easter(39), by: each('ES GB IE IT PL PT US', null) },
  { id: 'whitsun', name: 'Whitsun', everywhere: easter(49), daysMore: 1, by: each('ES FI GB IE IT PL PT SE US', null) },
  {
    id: 'labour-day',
    name: 'Labour Day',
    everywhere: fixed(5, 1),
    by: {
      ...each('CH DK NL', null),
      ...each('GB IE', { kind: 'nth', nth: 1, weekday: 1, month: 5 }),
      US: { kind: 'nth', nth: 1, weekday: 1, month: 9 },
    },
  },
  {
    id: 'national-day',
    name: 'National day',
    everywhere: null,
    by: {
      ...{ AT: fixed(10, 26), BE: fixed(7, 21), CH: fixed(8, 1), DE: fixed(10, 3), DK: fixed(6, 5), ES: fixed(10, 12), FI: fixed(12, 6) },
      ...{ FR: fixed(7, 14), IE: fixed(3, 17), IT: fixed(6, 2), NL: fixed(4, 27), NO: fixed(5, 17), PL: fixed(11, 11), PT: fixed(6, 10) },
      ...{ SE: fixed(6, 6), US: fixed(7, 4) },
    },
  },
  { id: 'halloween', name: 'Halloween', everywhere: fixed(10, 31) },
  { id: 'singles-day', name: 'Singles’ Day', everywhere: fixed(11, 11) },
  { id: 'thanksgiving', name: 'Thanksgiving', everywhere: null, by: { US: thanksgiving } },
  { id: 'black-friday', name: 'Black Friday', everywhere: { ...thanksgiving, plus: 1 } },
  { id: 'cyber-monday', name: 'Cyber Monday', everywhere: { ...thanksgiving, plus: 4 } },
  { id: 'saint-nicholas', name: 'Saint Nicholas', everywhere: null, by: { ...each('AT BE CH DE PL', fixed(12, 6)), NL: fixed(12, 5) } },
  { id: 'christmas', name: 'Christmas', everywhere: fixed(12, 24), daysMore: 2 },
]

/** The ids of all occasions. */
export const occasionIds: readonly string[] = rules.map(({ id }) => id)

/** The occasions of a year in a country (ISO 3166, as in "DE"), in order. A country without rules of its own has those that most keep. */
export function occasionsOf(country: string, year: number): Occasion[] {
  const found = rules.flatMap((rule) => {
    const own = rule.by?.[country]
    const chosen = own === undefined ? rule.everywhere : own
    if (chosen === null) return []
    const from = kept(rule.id, country, dayOfRule(chosen, year))
    return [{ id: rule.id, name: rule.name, from, to: daysBefore(from, -(rule.daysMore ?? 0)) }]
  })
  return found.sort((a, b) => (dayText(a.from) < dayText(b.from) ? -1 : 1))
}

/** In France Mother's Day is a week later where it would be Whit Sunday; in the Netherlands King's Day is the day before a Sunday. */
function kept(id: string, country: string, day: LocalDay): LocalDay {
  const is = (other: CalendarRule) => dayText(dayOfRule(other, day.year)) === dayText(day)
  if (id === 'mothers-day' && country === 'FR' && is(easter(49))) return daysBefore(day, -7)
  const isSunday = new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay() === 0
  return id === 'national-day' && country === 'NL' && isSunday ? daysBefore(day, 1) : day
}

/** All days that an occasion has in a year in any known country: who asked to be spared is so even where nobody said in which country. */
export function occasionAnywhere(id: string, year: number): Occasion[] {
  const days = new Map<string, Occasion>()
  for (const country of holidayCountries)
    for (const occasion of occasionsOf(country, year)) if (occasion.id === id) days.set(dayText(occasion.from), occasion)
  return [...days.values()]
}
