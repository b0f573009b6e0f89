import type { HumanLanes, Journey } from '../model/journey.ts'
import { cellOf, guarded } from './cell-entries.ts'

const labels: Readonly<Record<keyof HumanLanes, string>> = {
  goals: 'Goals',
  actions: 'Actions',
  touchpoints: 'Touchpoints',
  questions: 'Questions',
  concerns: 'Concerns',
  thoughts: 'Thoughts',
  emotions: 'Emotions',
  friction: 'Friction',
  confusion: 'Confusion',
  opportunities: 'Opportunities',
}

/** What people wrote in a journey as a table, which `drawMap` reads back: name and personas, then stages as columns and lanes as rows. No cell is a formula. */
export function drawnGrid({ name, description, personas, stages }: Journey): string[][] {
  const texts = (list: readonly string[]) => list.map(guarded)
  return [
    texts(['Journey', name]),
    ...(description === '' ? [] : [texts(['Description', description])]),
    ...personas.map((persona) => texts(['Persona', persona.name, persona.description]).filter((cell, i) => i < 2 || cell !== '')),
    ['Phase', ...stages.map(({ lifecycle }) => lifecycle)],
    texts(['Stage', ...namesApart(stages.map((stage) => stage.name))]),
    ...Object.entries(labels).map(([lane, label]) => [label, ...stages.map(({ lanes }) => cellOf(lanes[lane as keyof HumanLanes]))]),
    ['Emotion, intended (−2 to 2)', ...stages.map(({ intended }) => (intended.emotion === null ? '' : String(intended.emotion)))],
  ]
}

/** Neighbours of one name would be read as one merged cell: the later gets a number. */
function namesApart(names: readonly string[]): string[] {
  const apart: string[] = []
  for (const name of names) apart.push(name === apart.at(-1) ? `${name} (2)` : name)
  return apart
}
