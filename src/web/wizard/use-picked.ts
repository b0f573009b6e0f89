import { useEffect, useState } from 'react'

/** A value as a person has just picked it, until the document that it changes says the same. */
export function usePicked<Value>(value: Value): [Value, (picked: Value) => void] {
  const [picked, setPicked] = useState(value)
  useEffect(() => setPicked(value), [value])
  return [picked, setPicked]
}
