/** An id made of a name that none of those taken is; `fallback` where the name has no letters that an id can have. */
export function freeId(name: string, taken: readonly string[], fallback: string): string {
  const words = name
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
  const plain = words.replaceAll(/^-+|-+$/g, '').slice(0, 50)
  const start = plain.replace(/-+$/, '') || fallback.slice(0, 50)
  let id = start
  for (let nth = 2; taken.includes(id); nth += 1) id = `${start}-${nth}`
  return id
}
