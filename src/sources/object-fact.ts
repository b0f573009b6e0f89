/** What a file says of an object itself, beside its events: its properties, each from when on, and the objects that it is tied to. */
export interface ObjectFact {
  line: number
  raw: string
  /** The column in which events name objects of this type. */
  column: string
  id: string
  /** `from`: a time as text; "" for always. */
  properties: readonly { name: string; value: string; from: string }[]
  links: readonly { column: string; id: string }[]
}
