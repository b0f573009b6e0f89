import type { RuleSpec } from '../rule-spec.ts'
import type { DraftItem } from './draft-evidence.ts'

/** The key of an item: what it is, as text that two items never share. */
export function itemKey({ name, touchpoint, property }: Omit<DraftItem, 'key'>): string {
  return JSON.stringify(property ? [name, property.name, property.value] : touchpoint === null ? [name] : [name, touchpoint])
}

/** An item as people read it: `Page viewed (Pricing page)`, `Stage changed: Demo`. */
export function itemText({ name, touchpoint, property }: DraftItem): string {
  if (property) return `${name}: ${property.value}`
  return touchpoint === null ? name : `${name} (${touchpoint})`
}

/** The rule that any of these items meets, as short as the form of a definition allows. */
export function ruleOfItems(items: readonly DraftItem[]): RuleSpec {
  const plain = items.filter(({ touchpoint, property }) => touchpoint === null && property === null).map(({ name }) => name)
  const grouped = new Map<string, DraftItem[]>()
  for (const item of items) {
    if (item.touchpoint === null && item.property === null) continue
    const group = JSON.stringify([item.name, item.property?.name ?? null])
    grouped.set(group, [...(grouped.get(group) ?? []), item])
  }
  const rules: RuleSpec[] = [
    ...(plain.length === 0 ? [] : [plain.length === 1 ? (plain[0] as string) : { event: plain }]),
    ...[...grouped.values()].map(ruleOfGroup),
  ]
  return rules.length === 1 ? (rules[0] as RuleSpec) : { any: rules }
}

function ruleOfGroup(items: readonly DraftItem[]): RuleSpec {
  const { name, property } = items[0] as DraftItem
  const oneOrMany = (values: string[]) => (values.length === 1 ? (values[0] as string) : values)
  if (property === null) return { event: name, touchpoint: oneOrMany(items.map(({ touchpoint }) => touchpoint ?? '')) }
  return { event: name, where: { [property.name]: oneOrMany(items.map((item) => item.property?.value ?? '')) } }
}
