import { plainLabel } from './lane-words.ts'

const faces: Readonly<Record<string, number>> = {
  ...of(2, '😀 😃 😄 😁 😆 😍 🥰 🤩 😊 🎉 ❤ ❤️ 😎'),
  ...of(1, '🙂 ☺ ☺️ 😌 👍 😉 😏'),
  ...of(0, '😐 😑 😶 🤔 😕'),
  ...of(-1, '🙁 ☹ ☹️ 😟 👎 😒 😞 😔 😬'),
  ...of(-2, '😠 😡 🤬 😢 😭 😱 😤 😫 😩 😖 😣'),
}

const words: Readonly<Record<string, number>> = {
  ...of(
    2,
    'very positive|very happy|delighted|sehr positiv|sehr zufrieden|begeistert|zeer positief|zeer tevreden|tres positif|tres satisfait|muy positivo|muy satisfecho',
    '|',
  ),
  ...of(
    1,
    'positive|happy|satisfied|good|positiv|zufrieden|gut|positief|tevreden|goed|positif|satisfait|content|positivo|satisfecho|feliz',
    '|',
  ),
  ...of(0, 'neutral|ok|okay|neutraal|neutre|neutro', '|'),
  ...of(
    -1,
    'negative|unhappy|dissatisfied|bad|negativ|unzufrieden|schlecht|negatief|ontevreden|slecht|negatif|insatisfait|negativo|insatisfecho',
    '|',
  ),
  ...of(
    -2,
    'very negative|very unhappy|angry|sehr negativ|sehr unzufrieden|zeer negatief|zeer ontevreden|tres negatif|tres insatisfait|muy negativo|muy insatisfecho',
    '|',
  ),
}

function of(value: number, list: string, separator = ' '): Record<string, number> {
  return Object.fromEntries(list.split(separator).map((item) => [item, value]))
}

/**
 * The intended emotion of each cell of a row, −2 to 2, null where it is empty; `scale` in words. Null where the row is not certainly on a known scale: 1 and 2
 * alone may be of 1 to 5, unless the label speaks of −2.
 */
export function emotionsOf(cells: readonly string[], label = ''): { values: (number | null)[]; scale: string; keepsWords: boolean } | null {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  if (filled.length === 0) return null
  const each = (read: (cell: string) => number | undefined) =>
    cells.map((cell) => (cell.trim() === '' ? null : (read(cell.trim()) ?? null)))
  const numbers = filled.map(numberOf)
  if (numbers.every((one) => one !== undefined)) return scaled(numbers, each, /[-−–]\s*2/.test(label))
  if (filled.every((cell) => faces[cell] !== undefined)) return { values: each((cell) => faces[cell]), scale: 'faces', keepsWords: false }
  // A bullet says that a cell holds words of a person, not of a scale.
  const word = (cell: string) => (/^\p{L}[\p{L}\s]*$/u.test(cell) ? words[plainLabel(cell)] : undefined)
  return filled.every((cell) => word(cell) !== undefined) ? { values: each(word), scale: 'words of a scale', keepsWords: true } : null
}

function scaled(numbers: readonly number[], each: (read: (cell: string) => number | undefined) => (number | null)[], stated: boolean) {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)]
  if (least >= -2 && most <= 2 && (stated || least <= 0)) return { values: each(numberOf), scale: '−2 to 2', keepsWords: false }
  const upToFive = least >= 1 && most <= 5 && most >= 3 && numbers.every(Number.isInteger)
  return upToFive ? { values: each((cell) => (numberOf(cell) ?? 0) - 3), scale: '1 to 5', keepsWords: false } : null
}

function numberOf(cell: string): number | undefined {
  const text = cell.replace(/^'/, '').replace(/[−–]/, '-').replace(',', '.')
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
}
