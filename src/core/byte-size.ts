const units: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 }

/** Bytes of a size as people write it: "4G", "512 MB", "1.5GiB", "800000000"; null where it is none. K, M, G and T are powers of 1,024. */
export function byteSize(text: string): number | null {
  const found = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?\s*$/i.exec(text)
  if (found === null) return null
  const bytes = Number(found[1]) * (units[(found[2] ?? '').toLowerCase()] ?? 1)
  return Math.round(bytes)
}

/** The same in words: "1.5 GiB". */
export function byteSizeText(bytes: number): string {
  const gib = bytes / 2 ** 30
  return gib >= 1 ? `${Number(gib.toFixed(1))} GiB` : `${Math.round(bytes / 2 ** 20)} MiB`
}
