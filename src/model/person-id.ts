/** An id of a person: of a contact, or of someone not known yet (rule E7). */
export interface PersonId {
  type: 'contact' | 'anonymous'
  id: string
}

/** What a person decided about a contact and another id: that they are one, or, `apart`, that they are not (rule E7). `decidedAt` in UTC ms. */
export interface ContactDecision {
  contact: string
  otherType: PersonId['type']
  otherId: string
  apart: boolean
  decidedAt: number
}
