import { isCollection, isMap, isSeq, parseDocument } from 'yaml'

/** The text of a programme with more assets; one whose id is there takes its place. All else, comments too, stays as it was written. The text must be readable. */
export function addAssets(text: string, assets: readonly { id: string }[]): string {
  const document = parseDocument(text)
  const kept = document.get('assets')
  if (!isSeq(kept)) document.set('assets', document.createNode([]))
  const list = document.get('assets')
  if (!isSeq(list)) return text
  for (const asset of assets) {
    const node = document.createNode(asset)
    if (isCollection(node)) node.flow = true
    const place = list.items.findIndex((item) => isMap(item) && item.get('id') === asset.id)
    if (place < 0) list.add(node)
    else list.set(place, node)
  }
  return document.toString({ lineWidth: 0 })
}
