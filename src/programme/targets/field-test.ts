/** A property of a contact in the tool, and the value it must have. */
export interface FieldTest {
  field: string
  value: string
}
