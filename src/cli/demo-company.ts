/** A made-up company: its journey, and the files that its tools would export. */
export interface Demo {
  journeyId: string
  journeyText: string
  files: readonly DemoFile[]
}

/** One export, written anew from the seed. `mapping` null: the columns are guessed. */
export interface DemoFile {
  name: string
  source: string
  mapping: string | null
  chunks(): Iterable<string>
}
