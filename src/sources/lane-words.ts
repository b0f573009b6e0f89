import { type HumanLanes, type LifecyclePhase, lifecyclePhases } from '../model/journey.ts'

/** What a row of a drawn map may be kept as: a lane, or the intended emotion as a number. */
export type LaneId = keyof HumanLanes | 'emotion'

/** Words by which rows of drawn maps are called, in English, German, Dutch, French and Spanish; beginnings of words, without accents. */
const laneWords: Readonly<Record<LaneId, readonly string[]>> = {
  emotion: ['emotion, intended', 'intended emotion', 'emotion score', 'emotion value', 'sentiment score', 'satisfaction score'],
  goals: [
    ...['goal', 'need', 'job to be done', 'jobs to be done', 'jtbd', 'expectation', 'objective', 'motivation', 'desired outcome', 'want'],
    ...['ziel', 'ziele', 'bedurfnis', 'erwartung', 'doel', 'doelen', 'behoefte', 'verwachting', 'objectif', 'besoin', 'attente'],
    ...['objetivo', 'necesidad', 'expectativa', 'meta'],
  ],
  actions: [
    ...['action', 'activit', 'doing', 'does', 'process', 'step', 'behavio', 'task', 'what they do', 'what customers do', 'what users do'],
    ...['aktion', 'handlung', 'aktivitat', 'schritt', 'tatigkeit', 'was sie tun', 'verhalten'],
    ...[
      'actie',
      'handeling',
      'activiteit',
      'stappen',
      'gedrag',
      'activite',
      'comportement',
      'accion',
      'actividad',
      'tarea',
      'comportamiento',
    ],
  ],
  questions: ['question', 'asks', 'asking', 'frage', 'vraag', 'vragen', 'pregunta', 'duda'],
  concerns: [
    ...['concern', 'worr', 'fear', 'doubt', 'objection', 'risk', 'sorge', 'bedenken', 'zweifel', 'angst', 'angste', 'einwand', 'einwande'],
    ...['zorg', 'twijfel', 'bezwar', 'bezwaar', 'inquietude', 'crainte', 'preoccupation', 'preocupacion', 'inquietud', 'miedo', 'objecion'],
  ],
  touchpoints: [
    ...[
      'touchpoint',
      'touch point',
      'channel',
      'interaction',
      'contact point',
      'moment of truth',
      'kontaktpunkt',
      'beruhrungspunkt',
      'kanal',
    ],
    ...['kanale', 'contactpunt', 'contactmoment', 'kanaal', 'kanalen', 'point de contact', 'points de contact', 'canal', 'canaux'],
    ...['punto de contacto', 'puntos de contacto', 'contacto'],
  ],
  thoughts: ['thought', 'think', 'mindset', 'gedanke', 'denk', 'gedachte', 'pensee', 'pense', 'pensamiento', 'piensa', 'quote', 'zitat'],
  emotions: [
    ...['emotion', 'feel', 'mood', 'sentiment', 'satisfaction', 'experience', 'gefuhl', 'stimmung', 'erleben', 'zufriedenheit'],
    ...['emotie', 'gevoel', 'stemming', 'beleving', 'ressenti', 'humeur', 'emocion', 'sentimiento', 'siente', 'satisfaccion'],
  ],
  friction: [
    ...['friction', 'pain', 'problem', 'obstacle', 'barrier', 'frustration', 'issue', 'challenge', 'blocker', 'hurdle', 'difficult'],
    ...['schmerz', 'hindernis', 'hurde', 'reibung', 'schwierigkeit', 'herausforderung', 'pijnpunt', 'knelpunt', 'probleem', 'problemen'],
    ...['drempel', 'hindernissen', 'irritant', 'douleur', 'frein', 'probleme', 'obstaculo', 'dolor', 'fricci', 'problema', 'barrera'],
  ],
  confusion: [
    'confusion',
    'confus',
    'unclear',
    'misunderstanding',
    'verwirr',
    'unklar',
    'missverstand',
    'verwarr',
    'onduidelijk',
    'malentendu',
  ],
  opportunities: [
    ...['opportunit', 'idea', 'improvement', 'solution', 'recommendation', 'how might we', 'chance', 'chancen', 'idee', 'verbesserung'],
    ...['massnahme', 'losung', 'kans', 'kansen', 'verbeter', 'oplossing', 'idees', 'amelioration', 'oportunidad', 'mejora', 'solucion'],
  ],
}

/** Words of the row that names the stages, and of rows above a map. */
const headWords = {
  stage: ['stage', 'phase', 'step', 'stufe', 'schritt', 'stadium', 'fase', 'etape', 'etapa', 'paso'],
  persona: ['persona', 'customer type', 'kundentyp', 'klanttype', 'buyer', 'zielgruppe', 'doelgroep', 'cible', 'perfil'],
  name: ['journey', 'map', 'title', 'project', 'name', 'titel', 'titre', 'titulo', 'projekt', 'karte', 'kaart', 'carte', 'mapa'],
  description: ['description', 'scenario', 'about', 'beschreibung', 'szenario', 'beschrijving', 'descripcion', 'escenario'],
} as const
export type HeadWord = keyof typeof headWords

const phaseWords: Readonly<Record<LifecyclePhase, readonly string[]>> = {
  awareness: [
    ...['aware', 'discover', 'attract', 'inspir', 'trigger', 'learn', 'reach', 'bewusst', 'aufmerksam', 'entdeck', 'bewust', 'ontdek'],
    ...['orient', 'decouv', 'notoriete', 'sensibil', 'prise de conscience', 'descubr', 'conocim', 'before'],
  ],
  acquisition: [
    ...['acquisi', 'consider', 'evaluat', 'compar', 'research', 'decision', 'decid', 'purchas', 'buy', 'order', 'sign', 'appl', 'enquir'],
    ...['inquir', 'quote', 'trial', 'select', 'interest', 'book', 'register', 'abwag', 'vergleich', 'auswahl', 'entscheid', 'kauf'],
    ...['bestell', 'bewerb', 'anfrage', 'angebot', 'overweg', 'vergelijk', 'beslis', 'aankoop', 'koop', 'aanvraag', 'evaluation'],
    ...['achat', 'comand', 'commande', 'inscri', 'considera', 'compra', 'decisio', 'solicit', 'consultation'],
  ],
  onboarding: [
    ...['onboard', 'welcome', 'setup', 'set up', 'first use', 'deliver', 'implement', 'start', 'enrol', 'activat', 'arriv', 'install'],
    ...[
      'einfuhrung',
      'einrichtung',
      'liefer',
      'einstieg',
      'levering',
      'kennismak',
      'accueil',
      'livraison',
      'mise en',
      'bienvenida',
      'entrega',
    ],
  ],
  growth: ['growth', 'grow', 'use', 'usage', 'using', 'adopt', 'expan', 'upsell', 'nutz', 'wachst', 'gebruik', 'groei', 'utilis', 'uso'],
  retention: [
    ...['retention', 'retain', 'renew', 'support', 'service', 'loyal', 'stay', 'repeat', 'bindung', 'verlanger', 'treue', 'behoud'],
    ...['verleng', 'klantenservice', 'fidel', 'renouvel', 'retencion', 'renova', 'after'],
  ],
  advocacy: [
    'advoca',
    'recommend',
    'refer',
    'share',
    'promot',
    'review',
    'empfehl',
    'weiterempfehl',
    'aanbevel',
    'ambassad',
    'recomm',
    'recom',
  ],
}

/** A label without accents, capitals and signs. */
export function plainLabel(label: string): string {
  const letters = label.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase()
  return letters.replaceAll(/[^\p{L}\p{N},]+/gu, ' ').trim()
}

/** The lane that a row's label names, by the first known word in it; null: none. */
export function laneOfLabel(label: string): LaneId | null {
  return firstNamed(label, laneWords)
}

/** What a row above the map is; null: none of these. */
export function headOfLabel(label: string): HeadWord | null {
  return firstNamed(label, headWords)
}

/** The lifecycle phase that a name speaks of; null: none. */
export function phaseOfName(name: string): LifecyclePhase | null {
  const plain = plainLabel(name)
  return lifecyclePhases.find((phase) => phase === plain) ?? firstNamed(name, phaseWords)
}

function firstNamed<Id extends string>(label: string, words: Readonly<Record<Id, readonly string[]>>): Id | null {
  const plain = ` ${plainLabel(label)}`
  let best: { id: Id; at: number; length: number } | null = null
  for (const [id, list] of Object.entries(words) as [Id, readonly string[]][]) {
    for (const word of list) {
      const start = plain.indexOf(` ${word}`)
      // German and Dutch join words: "Kundenziele", "klantbehoeften".
      const at = start >= 0 ? start : word.length >= 5 ? plain.indexOf(word) : -1
      if (at >= 0 && (best === null || at < best.at || (at === best.at && word.length > best.length)))
        best = { id, at, length: word.length }
    }
  }
  return best?.id ?? null
}
