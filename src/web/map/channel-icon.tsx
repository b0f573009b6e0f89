const paths: readonly [words: RegExp, path: string][] = [
  [/mail|newsletter/i, 'M2 4h12v8.5H2zM2 4.5 8 9l6-4.5'],
  [/call|phone|meeting/i, 'M4.5 2.5 6.5 6 5 7.3a8 8 0 0 0 3.7 3.7L10 9.5l3.5 2-.8 2.2C8 14.6 1.4 8 2.3 3.3z'],
  [/chat|message|support|ticket|desk/i, 'M2.5 3h11v7.5H8L4.8 13v-2.5H2.5z'],
  [/social|linkedin|peer|community/i, 'M8 8.2a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2M3 13.5c.6-2.6 2.4-3.8 5-3.8s4.4 1.2 5 3.8'],
  [/ad|search|paid|sem|seo/i, 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M10.3 10.3 14 14'],
  [/event|fair|webinar|conference/i, 'M8 2.2 9.7 6l4.1.4-3.1 2.7.9 4L8 11l-3.6 2.1.9-4L2.2 6.4 6.3 6z'],
  [/product|app|trial|workspace/i, 'M2.5 3h11v8h-11zM6 13.5h4'],
  [/web|site|page|blog|organic|direct|referr/i, 'M2.5 3h11v10h-11zM2.5 6h11M4.5 4.5h.1'],
]
const other = 'M8 6.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3'

/** A small picture of a channel; decoration, since the name stands beside it. */
export function ChannelIcon({ channel }: { channel: string | null }) {
  const path = paths.find(([words]) => words.test(channel ?? ''))?.[1] ?? other
  return (
    <svg className="channel" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={path} />
    </svg>
  )
}
