/** What stands under a message that people did not write. */
export interface FooterWords {
  sentBy: string
  unsubscribe: string
}

const english: FooterWords = { sentBy: 'Sent by', unsubscribe: 'Unsubscribe with one click' }

const words: Readonly<Record<string, FooterWords>> = {
  en: english,
  de: { sentBy: 'Gesendet von', unsubscribe: 'Mit einem Klick abmelden' },
  fr: { sentBy: 'Envoyé par', unsubscribe: 'Se désabonner en un clic' },
  es: { sentBy: 'Enviado por', unsubscribe: 'Darse de baja con un clic' },
  it: { sentBy: 'Inviato da', unsubscribe: 'Annulla l’iscrizione con un clic' },
  nl: { sentBy: 'Verzonden door', unsubscribe: 'Afmelden met één klik' },
}

/** The words of a footer in a language such as "de" or "de-AT"; English where that language is not known. */
export function footerWords(language: string): FooterWords {
  return words[language.toLowerCase().split(/[-_]/)[0] ?? ''] ?? english
}
